from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("spinney.web.schools.senco_urls")),
    path("", include("spinney.web.schools.class_urls")),
    path("", include("spinney.web.schools.whole_urls")),
    path("", include("spinney.web.schools.classroom_urls")),
    path("", include("spinney.web.schools.review_urls")),
    path("", include("spinney.web.schools.voices_urls")),
    path("", include("spinney.web.schools.bank_urls")),
    path("", include("spinney.web.schools.coach_urls")),
    path("", include("spinney.web.schools.editor_urls")),
    path("", include("spinney.web.schools.forms_urls")),
    path("", include("spinney.web.schools.languages_urls")),
    path("", include("spinney.web.schools.beyond_urls")),
]
