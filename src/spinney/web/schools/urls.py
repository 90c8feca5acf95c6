from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("spinney.web.schools.senco_urls")),
    path("", include("spinney.web.schools.class_urls")),
    path("", include("spinney.web.schools.forms_urls")),
]
