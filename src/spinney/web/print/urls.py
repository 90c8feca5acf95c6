"""Documents to print, for staff and for families."""

from spinney.web.print import views, voices
from spinney.web.routes import Audience, page

STAFF, FAMILY = Audience.STAFF, Audience.FAMILY
PLAN = "plans/<uuid:plan_id>"

urlpatterns = [
    page(f"{PLAN}/plan.pdf", views.plan_pdf, name="plan_pdf", audience=STAFF),
    page(f"{PLAN}/profile.pdf", views.profile_pdf, name="profile_pdf", audience=STAFF),
    page(f"{PLAN}/paper-form", views.paper_form, name="paper_form", audience=STAFF),
    page(
        "paper-forms/<uuid:form_id>.pdf", views.paper_form_pdf, name="paper_form_pdf",
        audience=STAFF,
    ),
    page(
        "classes/<uuid:group_id>/cards.pdf", views.class_cards_pdf, name="class_cards_pdf",
        audience=STAFF,
    ),
    page(f"{PLAN}/voice.pdf", voices.child_sheet, name="child_voice_sheet", audience=STAFF),
    page(f"my/{PLAN}/voice.pdf", voices.child_sheet, name="my_voice_sheet", audience=FAMILY),
    page(f"my/{PLAN}/plan.pdf", views.my_plan_pdf, name="my_plan_pdf", audience=FAMILY),
]  # fmt: skip
