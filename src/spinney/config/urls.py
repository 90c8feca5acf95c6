"""Every address, by audience. Each audience's own urls.py lists its pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("spinney.web.public.urls")),
    path("", include("spinney.web.account.urls")),
    path("", include("spinney.web.schools.urls")),
    path("", include("spinney.web.families.urls")),
    path("", include("spinney.web.opened")),
    path("api/", include("spinney.api.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("", include("spinney.web.account.demo_urls")),
        path("", include("spinney.web.design.urls")),
    ]

handler404 = "spinney.web.public.errors.not_found"
handler403 = "spinney.web.public.errors.forbidden"
handler500 = "spinney.web.public.errors.broken"
