"""The class in front of a teacher, the office's pages, and paper."""

from django.urls import include, path

from spinney.web.routes import Audience, page
from spinney.web.schools import cards, office, paper

STAFF = Audience.STAFF

urlpatterns = [
    path("", include("spinney.web.print.urls")),
    page("today", cards.cards, name="cards", audience=STAFF),
    page("classes/<uuid:group_id>/cards", cards.class_cards, name="class_cards", audience=STAFF),
    page("office/import", office.import_page, name="import", audience=STAFF),
    page(
        "office/import/<uuid:token>/apply", office.import_apply, name="import_apply", audience=STAFF
    ),
    page(
        "office/import/<uuid:token>/discard", office.import_discard, name="import_discard",
        audience=STAFF,
    ),
    page("office/import/runs/<uuid:run_id>", office.import_run, name="import_run", audience=STAFF),
    page(
        "office/import/runs/<uuid:run_id>/not-taken.csv", office.import_faults,
        name="import_faults", audience=STAFF,
    ),
    page("office/paper", paper.paper_entry, name="paper_entry", audience=STAFF),
    page("office/paper/<uuid:form_id>", paper.paper_sheet, name="paper_sheet", audience=STAFF),
    page(
        "office/paper/<uuid:form_id>/helps", paper.paper_space, name="paper_space", audience=STAFF
    ),
    page(
        "office/people-to-confirm", paper.people_to_confirm, name="people_to_confirm",
        audience=STAFF,
    ),
]  # fmt: skip
