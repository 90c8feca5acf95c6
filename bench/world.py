"""One big school, written by COPY: 10,000 pupils, 2,000 plans. No real person, no sense, only size."""

import json
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from spinney.kernel.ids import uuid7
from spinney.people.rules import name_words
from spinney.plans.models import TemplateVersion
from spinney.plans.rules.render import lines_from
from spinney.plans.services.provision import promise_rows
from spinney.plans.templates import template_by_id

FORENAMES = ["Ada", "Bram", "Cleo", "Dev", "Efua", "Femi", "Gwen", "Hana", "Idris", "Jun", "Kofi"]
# 320 surnames of 80 beginnings, so that three typed letters find about one child in eighty, as in a real school.
BEGINNINGS = (
    "Abb Ada Ain Alb And Arn Ash Atk Bal Bar Bec Bel Ben Bir Bla Bol Bra Bro Bur Cam Car Cha Cla Col Coo Cro"
    " Dal Dav Daw Dea Dix Don Dun Ear Edm Ell Eva Fai Fer Fin For Fos Fre Gar Gib Gil Goo Gra Gri Had Hal Ham"
    " Har Hen Hil Hol Hor Hug Ing Jac Jar Ken Kin Lam Lan Law Lin Low Mar Mat Mil Mor Nor Oak Par Pem Ros Sel"
    " Tam Wes"
)
SURNAMES = [
    first + last for first in BEGINNINGS.split() for last in ("bury", "combe", "ley", "worth")
]
# Forty types of provision, as a big school's bank has them; one frequency in five says nothing that adds up.
TYPES = [
    f"{way} {what}"
    for way in ("Daily", "Paired", "Small group", "Guided", "Quiet")
    for what in (
        "reading",
        "number talk",
        "speech practice",
        "check-in",
        "movement",
        "handwriting",
        "Lego therapy",
        "maths",
    )
]
ADULTS = ["Teaching assistant", "Class teacher", "Mr Osei", ""]
OFTEN = ["3 times a week", "daily", "weekly", "twice a fortnight", "as needed"]
WORDS = ["steady", "quiet", "small", "group", "practice", "trusted", "adult", "before", "lesson"]


@dataclass(frozen=True)
class BenchWorld:
    school: UUID
    senco: UUID
    teacher: UUID
    parent: UUID
    child: UUID
    plan: UUID
    draft_line: UUID
    group: UUID


def sentence(rng: random.Random, words: int = 18) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def lines(rng: random.Random) -> list[dict]:
    """A full plan: about 40 fields with words in them, as a careful SENCO would leave it."""
    found, needs, outcomes = [], [], []

    def add(section: str, position: int, **values: object) -> str:
        line = str(uuid7())
        found.append({"id": line, "section": section, "position": position, "values": values})
        return line

    add(
        "about",
        0,
        strengths=sentence(rng),
        important_to_me=sentence(rng),
        how_to_help=sentence(rng),
    )
    add("child_voice", 0, words=sentence(rng), how_given="said")
    add("safety", 0, kind="seizure", signs=sentence(rng, 9), action=sentence(rng, 9))
    for n in range(3):
        needs.append(add("need", n, title=sentence(rng, 5), area="CI", barrier=sentence(rng),
                         strengths=sentence(rng), evidence=sentence(rng)))  # fmt: skip
    for n in range(4):
        outcomes.append(add("outcome", n, title=sentence(rng, 7), needs=[needs[n % 3]], baseline=sentence(rng),
                            measure=sentence(rng, 8), target=sentence(rng, 8), by_when="2027-07-16"))  # fmt: skip
    for n in range(5):
        add("provision", n, what=rng.choice(TYPES), who=rng.choice(ADULTS), how_often=rng.choice(OFTEN),
            minutes=20, group_size=rng.choice((1, 2, 4)), place="Library", starts="2020-09-07",
            needs=[needs[n % 3]], outcomes=[outcomes[n % 4]])  # fmt: skip
    for n in range(6):
        add("adjustment", n, text=sentence(rng, 10))
    add("review", 0, next_review="2027-02-01", notes=sentence(rng))
    return found


def build(*, pupils: int, plans: int, seed: int = 1) -> BenchWorld:
    rng = random.Random(seed)
    school, senco, teacher, parent, staff, group = (uuid7() for _ in range(6))
    template = TemplateVersion.objects.order_by("version").first()
    today, now = date.today(), datetime.now(UTC)
    bulk = Bulk()
    bulk.add("people_school", {"id": school, "urn": "999990", "laestab": "9999990", "name": "Bench School",
                               "phase": "secondary", "review_interval_weeks": 16})  # fmt: skip
    for user, name in ((senco, "Sam Senco"), (teacher, "Toni Teacher"), (parent, "Pat Parent")):
        bulk.add("access_user", {"id": user, "email": f"{user}@bench.example", "display_name": name,
                                 "password": "!", "is_active": True})  # fmt: skip
    for user, role in ((senco, "senco"), (teacher, "teacher")):
        bulk.add("access_membership", {"id": uuid7(), "school_id": school, "user_id": user, "role": role,
                                       "valid_from": today - timedelta(9), "source": "bench"})  # fmt: skip
    bulk.add("people_staff", {"id": staff, "school_id": school, "user_id": teacher, "forename": "Toni",
                              "surname": "Teacher", "title": "", "job": "", "mis_id": ""})  # fmt: skip
    bulk.add("people_group", {"id": group, "school_id": school, "kind": "teaching", "name": "9x/Ma1",
                              "subject": "Maths", "year": "9"})  # fmt: skip
    bulk.add("people_groupstaff", {"id": uuid7(), "school_id": school, "group_id": group, "staff_id": staff,
                                   "role": "teaches", "valid_from": today - timedelta(9)})  # fmt: skip
    for weekday in range(1, 8):
        bulk.add("people_lesson", {"id": uuid7(), "school_id": school, "group_id": group, "staff_id": staff,
                                   "weekday": weekday, "period": "1", "starts": time(0, 0),
                                   "ends": time(23, 59), "room": "M4"})  # fmt: skip
    first: dict[str, UUID] = {}
    for number in range(pupils):
        child = _child(bulk, rng, school, number, today)
        if number < 30:
            bulk.add("people_groupchild", {"id": uuid7(), "school_id": school, "group_id": group,
                                           "child_id": child, "valid_from": today - timedelta(9),
                                           "source": "bench"})  # fmt: skip
            bulk.add("access_tie", {"id": uuid7(), "school_id": school, "user_id": teacher,
                                    "subject_id": child, "relation": "teaches", "state": "confirmed",
                                    "valid_from": today - timedelta(9), "source": "timetable"})  # fmt: skip
        if number < plans:
            plan, line = _plan(bulk, rng, school, child, template.id, number, today, now)
            first = first or {"child": child, "plan": plan, "draft_line": line}
            if number == 0:
                _family(bulk, school, child, parent, today)
    bulk.write()
    return BenchWorld(school, senco, teacher, parent, group=group, **first)


def _child(bulk: "Bulk", rng: random.Random, school: UUID, number: int, today: date) -> UUID:
    child = uuid7()
    names = rng.choice(FORENAMES), f"{rng.choice(SURNAMES)}-{rng.choice(SURNAMES)}"
    bulk.add("access_subject", {"id": child, "school_id": school})
    bulk.add("people_child", {
        "id": child, "school_id": school, "forename": names[0], "surname": names[1],
        "preferred_forename": "", "preferred_surname": "", "middle_names": "",
        "born_on": today - timedelta(4500), "sex": "F", "year": str(7 + number % 5),
        "registration_group": f"{7 + number % 5}T", "looked_after_by": "", "sen_provision": "K",
        "mis_id": "", "languages": [], "address_lines": [], "postcode": "", "provenance": "{}",
    })  # fmt: skip
    for word in name_words(names):
        bulk.add(
            "people_nameword", {"id": uuid7(), "school_id": school, "child_id": child, "word": word}
        )
    return child


def _plan(bulk, rng, school, child, template, number, today, now):  # type: ignore[no-untyped-def]
    plan, body = uuid7(), lines(rng)
    due = today + timedelta(number % 90 - 30)
    bulk.add("plans_plan", {
        "id": plan, "school_id": school, "child_id": child, "template_id": template, "layer": "targeted",
        "lifecycle": "active", "version": 1, "opened_on": today, "published_at": now,
        "review_due": due, "end_reason": "", "areas": ["CI"],
    })  # fmt: skip
    bulk.add("plans_version", {
        "id": uuid7(), "school_id": school, "plan_id": plan, "number": 1, "published_at": now,
        "published_by": school, "published_by_name": "Sam Senco", "layer": "targeted",
        "template_id": template, "lines": json.dumps(body), "changes": "[]", "why": "",
        "review_due": due, "content_hash": "",
    })  # fmt: skip
    for row in promise_rows((school, child, plan), 1, template_by_id(template), lines_from(body)):
        bulk.add("plans_provisionline", {**row, "areas": list(row["areas"])})
    for line in body:
        bulk.add("plans_draft_line", {
            "id": line["id"], "school_id": school, "plan_id": plan, "section": line["section"],
            "position": line["position"], "values": json.dumps(line["values"]),
            "revs": json.dumps(dict.fromkeys(line["values"], 1)),
        })  # fmt: skip
    bulk.add("plans_card", {
        "id": uuid7(), "school_id": school, "child_id": child, "plan_id": plan, "version": 1,
        "layer": "targeted", "safety": json.dumps([body[2]["values"]]),
        "strategies": [x["values"]["text"] for x in body if x["section"] == "adjustment"][:3],
    })  # fmt: skip
    return plan, UUID(body[0]["id"])


def _family(bulk: "Bulk", school: UUID, child: UUID, parent: UUID, today: date) -> None:
    carer = uuid7()
    bulk.add("people_carer", {
        "id": carer, "school_id": school, "user_id": parent, "title": "", "forename": "Pat",
        "surname": "Parent", "email": "", "phones": [], "address_lines": [], "postcode": "",
        "provenance": "{}",
    })  # fmt: skip
    bulk.add("people_contact", {
        "id": uuid7(), "school_id": school, "child_id": child, "carer_id": carer, "relationship": "PAM",
        "parental_responsibility": True, "lives_with": True, "priority": 1, "contact_restriction": "",
        "provenance": "{}",
    })  # fmt: skip
    bulk.add("access_tie", {
        "id": uuid7(), "school_id": school, "user_id": parent, "subject_id": child, "relation": "parent",
        "state": "confirmed", "valid_from": today - timedelta(9), "source": "bench",
    })  # fmt: skip


class Bulk:
    """Rows by table, written with COPY in the order the tables were first named."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict]] = {}

    def add(self, table: str, row: dict) -> None:
        self.tables.setdefault(table, []).append(row)

    def write(self) -> None:
        order = sorted(self.tables, key=lambda t: (t.startswith("plans"), t.startswith("people")))
        with connection.cursor() as cursor:
            for table in order:
                rows = self.tables[table]
                columns = list(rows[0])
                names = ", ".join(f'"{column}"' for column in columns)
                # COPY is refused where row-level security binds, and it binds the owner too.
                cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
                with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row([row[column] for column in columns])
                cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            cursor.execute("ANALYZE")
