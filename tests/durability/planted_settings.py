"""The product's settings with the planted fault beside them. Used by the durability test alone."""

from spinney.config.settings import *  # noqa: F403
from spinney.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.durability.late_events.LateEvents"]
