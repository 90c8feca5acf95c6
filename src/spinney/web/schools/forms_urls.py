"""What a school settles about its plans, its own form, and the moves of plans between forms."""

from spinney.web.routes import Audience, page
from spinney.web.schools import form_move, settings

STAFF = Audience.STAFF

urlpatterns = [
    page("school/plans", settings.plan_settings, name="plan_settings", audience=STAFF),
    page("school/form", settings.school_form, name="school_form", audience=STAFF),
    page("plans/<uuid:plan_id>/form", form_move.move_form, name="move_form", audience=STAFF),
    page(
        "plans/<uuid:plan_id>/form/back", form_move.take_back, name="take_back_form", audience=STAFF
    ),
]
