"""A parent's own space, the young person's own page, and questions as conversations."""

from spinney.web.families import voices
from spinney.web.routes import Audience, page

FAMILY = Audience.FAMILY
PLAN = "my/plans/<uuid:plan_id>"
QUESTION = f"{PLAN}/questions/<uuid:answer_id>"

urlpatterns = [
    page(f"{PLAN}/space", voices.space, name="family_space", audience=FAMILY),
    page(f"{PLAN}/voice", voices.my_voice, name="my_voice", audience=FAMILY),
    page(
        f"{PLAN}/voice/<uuid:voice_id>/take-back", voices.take_back, name="take_back_my_voice",
        audience=FAMILY,
    ),
    page(QUESTION, voices.question, name="family_question", audience=FAMILY),
    page(f"{QUESTION}/close", voices.close, name="family_close_question", audience=FAMILY),
]  # fmt: skip
