"""A family's pages, all under /my."""

from django.urls import include, path

from spinney.web.families import answers, compare, languages, views
from spinney.web.routes import Audience, page

FAMILY = Audience.FAMILY
PLAN = "my/plans/<uuid:plan_id>"

urlpatterns = [
    path("", include("spinney.web.families.tasks_urls")),
    path("", include("spinney.web.families.voices_urls")),
    page("my", views.home, name="family_home", audience=FAMILY),
    page(PLAN, views.plan, name="family_plan", audience=FAMILY),
    page(f"{PLAN}/compare", compare.compare, name="family_compare", audience=FAMILY),
    page(
        f"{PLAN}/in/<slug:language>", languages.translated, name="family_translated",
        audience=FAMILY,
    ),
    page(
        f"{PLAN}/in/<slug:language>.pdf", languages.translated_file, name="family_translated_pdf",
        audience=FAMILY,
    ),
    page(f"{PLAN}/easy", languages.easy, name="family_easy", audience=FAMILY),
    page(f"{PLAN}/easy.pdf", languages.easy_file, name="family_easy_pdf", audience=FAMILY),
    page(f"{PLAN}/agree", answers.agree, name="family_agree", audience=FAMILY),
    page(f"{PLAN}/views", answers.views, name="family_views", audience=FAMILY),
    page(f"{PLAN}/ask/<uuid:line_id>", answers.ask, name="family_ask", audience=FAMILY),
    page(
        f"{PLAN}/answers/<uuid:answer_id>",
        answers.answered,
        name="family_answered",
        audience=FAMILY,
    ),
    page(
        "my/children/<uuid:child_id>/who-looked",
        views.looks,
        name="family_looks",
        audience=FAMILY,
    ),
]  # fmt: skip
