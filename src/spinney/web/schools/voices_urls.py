"""Voices: the child's page with an adult beside the child, all voices side by side, and families' questions."""

from spinney.web.routes import Audience, page
from spinney.web.schools import questions, voices

STAFF = Audience.STAFF
PLAN = "plans/<uuid:plan_id>"

urlpatterns = [
    page("questions", questions.questions, name="questions", audience=STAFF),
    page(f"{PLAN}/questions/<uuid:answer_id>", questions.question, name="question", audience=STAFF),
    page(f"{PLAN}/voices", voices.voices, name="voices", audience=STAFF),
    page(f"{PLAN}/voice", voices.child_voice, name="child_voice", audience=STAFF),
    page(
        f"{PLAN}/voice/<uuid:voice_id>/take-back", voices.take_back, name="take_back_voice",
        audience=STAFF,
    ),
]  # fmt: skip
