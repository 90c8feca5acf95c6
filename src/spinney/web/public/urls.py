from django.urls import include, path

from spinney.web.public.health import healthz, readyz
from spinney.web.public.languages import choose_language
from spinney.web.public.pages import accessibility, keyboard, privacy
from spinney.web.routes import Audience, page

urlpatterns = [
    path("", include("spinney.web.public.cover_urls")),
    page("healthz", healthz, name="healthz", audience=Audience.PUBLIC),
    page("readyz", readyz, name="readyz", audience=Audience.PUBLIC),
    page("privacy", privacy, name="privacy", audience=Audience.PUBLIC),
    page("accessibility", accessibility, name="accessibility", audience=Audience.PUBLIC),
    page("language", choose_language, name="language", audience=Audience.PUBLIC),
    page("keyboard", keyboard, name="keyboard", audience=Audience.PUBLIC),
]
