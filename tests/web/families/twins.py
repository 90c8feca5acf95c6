"""Non-interference: two worlds that differ only in the other parent must look the same to this one.

`differ` changes everything about the father that a record can hold and that the mother may not know; every page of
hers is then fetched in both worlds and compared, byte for byte and header for header.
"""

import random
import re
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from tests.factories.access import NOW, a_denial
from tests.web.families.world import Homes

from spinney.access.models import User
from spinney.access.types import DenialKind
from spinney.people.models import Carer, Contact, CourtOrder
from spinney.plans import queries, services
from spinney.plans.models import Answer, PaperForm, Reading
from spinney.plans.types import AnswerKind, Channel
from spinney.plans.types.voices import Told

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
WORDS = (
    "He never told me.", "Can we meet without her?", "Ω ж 中", "x" * 3000, "I moved to Canary Road.",
    "<b>bold</b>", "Ring me on 07700 900999", "", "No.", "Who is the new partner?",
)  # fmt: skip


def bare(answer) -> bytes:
    """Body and headers, less the token that is new on every page."""
    headers = "\n".join(
        f"{name}: {value}" for name, value in sorted(answer.headers.items())
    ).encode()
    return headers + b"\n\n" + TOKEN.sub(rb"\1", answer.content)


def her_pages(client: Client, homes: Homes, answer: str) -> dict[str, bytes]:
    """Every page the mother can open, and what it answers to what she sends."""
    plan = f"/my/plans/{homes.plan}"
    asked = f"{plan}/ask/{homes.lines['provision']}"
    seen = {"before reading": bare(client.get("/my"))}
    for address in (
        plan, f"{plan}/views", asked, f"{plan}/ask/{homes.lines['father']}",
        f"{plan}/answers/{answer}", f"{plan}/space", f"{plan}/questions/{answer}",
        f"{plan}/voice", f"/my/children/{homes.maya}/who-looked", "/account", "/my",
    ):  # fmt: skip
        seen[address] = bare(client.get(address))
    seen["too late"] = bare(client.post(asked, {"version": "9", "words": "Hm."}))
    seen["empty"] = bare(client.post(asked, {"version": "1", "words": ""}))
    seen["his line"] = bare(
        client.post(f"{plan}/ask/{homes.lines['father']}", {"version": "1", "words": "Hm."})
    )
    seen["his line, late"] = bare(
        client.post(f"{plan}/ask/{homes.lines['father']}", {"version": "9", "words": "Hm."})
    )
    return seen


@contextmanager
def as_if():
    """A world that is undone afterwards. Foreign keys are checked, so that no impossible world is compared."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def differ(homes: Homes, dice: random.Random) -> list[str]:
    """Change the father's side of the record at random; returns what was done."""
    chosen = dice.sample(CHANGES, dice.randint(1, len(CHANGES)))
    with homes.scope():
        for change in sorted(chosen, key=CHANGES.index):
            change(homes, dice)
    return [change.__name__ for change in chosen]


def his_name(homes, dice):
    name = dice.choice(("Bartholomew Featherstonehaugh-Okafor", "李 明", "B"))
    User.objects.filter(id=homes.users["father"]).update(display_name=name)
    Carer.objects.filter(id=homes.carers["father"]).update(forename=name, surname="Elsewhere")


def his_home(homes, dice):
    Carer.objects.filter(id=homes.carers["father"]).update(
        address_lines=[f"{dice.randint(1, 99)} Canary Road"], postcode="ZZ1 1ZZ",
        phones=["07700 900999"], email="canary@father.example",
    )  # fmt: skip


def his_place_in_the_record(homes, dice):
    Contact.objects.filter(carer_id=homes.carers["father"]).update(
        parental_responsibility=dice.choice((True, False, None)),
        lives_with=dice.choice((True, False, None)), priority=dice.choice((0, 1, 2, 9, None)),
        relationship=dice.choice(("FAT", "STP", "")), contact_restriction=dice.choice(WORDS),
    )  # fmt: skip


def an_order_about_him(homes, dice):
    CourtOrder.objects.create(
        school_id=homes.school, child_id=homes.maya, carer_id=homes.carers["father"],
        effect=dice.choice(("unknown", "no_contact", "shared")), summary="Canary order",
        source="test",
    )  # fmt: skip
    Contact.objects.filter(carer_id=homes.carers["father"]).update(court_order=True)


def his_reading(homes, dice):
    queries.plan_for_reader(homes.actor("father"), plan_id=homes.plan, now=NOW)
    Reading.objects.filter(user_id=homes.users["father"]).update(
        asked_version=dice.randint(0, 3), asked_at=NOW
    )


def his_answers(homes, dice):
    line = dice.choice((None, homes.lines["provision"], homes.lines["father"]))
    for n in range(dice.randint(1, 4)):
        made = services.answer_plan(
            homes.actor("father"), plan_id=homes.plan, version=1, line_id=line,
            kind=dice.choice(list(AnswerKind)), words=dice.choice(WORDS) or "Yes.",
            now=NOW + timedelta(days=n),
        )  # fmt: skip
        if dice.random() < 0.5:
            services.reply_to(
                homes.actor("senco"), plan_id=homes.plan, answer_id=made, reply="Canary reply",
                now=NOW + timedelta(days=365),
            )  # fmt: skip


def his_own_space(homes, dice):
    verdicts = {str(homes.lines["provision"]): dice.choice(("helps", "sort_of", "doesnt"))}
    services.keep_parent_voice(
        homes.actor("father"), plan_id=homes.plan, told=Told({}, verdicts), now=NOW
    )


def his_question_goes_on(homes, dice):
    """Noted, answered, opened again, closed: as far as the dice say."""
    made = services.answer_plan(
        homes.actor("father"), plan_id=homes.plan, version=1, kind=AnswerKind.QUESTION,
        words="Canary question", now=NOW, line_id=homes.lines["provision"],
    )  # fmt: skip
    about = {"plan_id": homes.plan, "answer_id": made, "now": NOW}
    steps = (
        lambda: services.note_on_question(homes.actor("senco"), words="Canary note", **about),
        lambda: services.reply_to(homes.actor("senco"), reply="Canary reply", **about),
        lambda: services.add_to_question(homes.actor("father"), words="Canary again", **about),
        lambda: services.close_question(homes.actor("father"), **about),
    )
    for step in steps[: dice.randint(0, 4)]:
        step()


def his_answer_on_paper(homes, dice):
    form = services.make_paper_form(
        homes.actor("office"), plan_id=homes.plan, carer_id=homes.carers["father"], now=NOW
    )
    services.enter_paper_answer(
        homes.actor("office"), school_id=homes.school, code=PaperForm.objects.get(id=form).code,
        kind=AnswerKind.QUESTION, words="Canary on paper",
        channel=dice.choice((Channel.PAPER, Channel.PHONE)), now=NOW,
    )  # fmt: skip


def closed_to_him(homes, dice):
    a_denial(homes.school, homes.maya, DenialKind.COURT_ORDER, user_id=homes.users["father"])


def his_tie(homes, dice):
    from spinney.access.models import Tie

    Tie.objects.filter(user_id=homes.users["father"]).update(
        state=dice.choice(("proposed", "confirmed", "refused")), source=dice.choice(WORDS)
    )


def his_account(homes, dice):
    User.objects.filter(id=homes.users["father"]).update(
        is_active=dice.random() < 0.5, last_login=NOW
    )


# In an order in which all of them can be done: what needs his tie comes before what takes it away.
CHANGES = (
    his_reading, his_answers, his_own_space, his_question_goes_on, his_answer_on_paper, his_name,
    his_home, his_place_in_the_record,
    an_order_about_him, his_account, closed_to_him, his_tie,
)  # fmt: skip


def her_answer(homes: Homes) -> str:
    with homes.scope():
        return str(Answer.objects.get(from_user=homes.users["mother"]).id)
