"""The addresses as they are in demo mode."""

from django.urls import include, path

from spinney.config import urls

urlpatterns = [*urls.urlpatterns, path("", include("spinney.web.account.demo_urls"))]
handler404 = urls.handler404
