"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinney.config.settings")
application = get_wsgi_application()
# Every page’s code is read now, so that nobody waits for it. What was made so far lives as long as
# the process: the collector need not look through it again, which was a tenth of a page's CPU (ADR 0019).
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 50, 100)
