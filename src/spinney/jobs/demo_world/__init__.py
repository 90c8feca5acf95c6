"""An invented trust with its schools, families and plans, for demonstrations, tests and measurements."""

from spinney.jobs.demo_world.build import build
from spinney.jobs.demo_world.schools import FULL, SCALES, SMALL
from spinney.jobs.demo_world.types import World

__all__ = ["FULL", "SCALES", "SMALL", "World", "build"]
