"""Two homes and one child: the pages of Maya's mother, while her father lives elsewhere and answers too."""

from dataclasses import dataclass
from uuid import UUID

from tests.factories.access import NOW, a_membership, a_tie, a_user, the_actor
from tests.factories.people import a_carer, a_child, a_school
from tests.factories.plans import a_draft, save, write

from spinney.access.models import User
from spinney.access.types import Actor, Relation, Role
from spinney.kernel import tenancy
from spinney.plans import services

PROVISION = {
    "what": "Picture steps with an adult", "who": "Mr Bell", "how_often": "3 times a week",
    "minutes": "15", "group_size": "4", "place": "Library", "starts": "2026-09-07",
    "ends": "2027-07-12",
}  # fmt: skip
OUTCOME = {
    "title": "Maya asks for help with a card", "baseline": "She waits", "measure": "A tally",
    "target": "Four times a day", "by_when": "2027-03-26",
}  # fmt: skip


@dataclass
class Homes:
    school: UUID
    maya: UUID
    users: dict[str, UUID]
    carers: dict[str, UUID]
    plan: UUID
    lines: dict[str, UUID]

    def actor(self, who: str) -> Actor:
        return the_actor(self.users[who], NAMES[who])

    def user(self, who: str) -> User:
        return User.objects.get(id=self.users[who])

    def scope(self):
        return tenancy.acting_in([self.school])


NAMES = {
    "mother": "Ada Okafor", "father": "Ben Okafor", "maya": "Maya Okafor", "senco": "Ms Chowdhury",
    "teacher": "Mrs Osei", "dsl": "Mrs Campbell", "office": "Mrs Haworth",
}  # fmt: skip
ROLES = {
    "senco": Role.SENCO, "teacher": Role.TEACHER, "dsl": Role.DSL, "office": Role.OFFICE,
}  # fmt: skip


def two_homes(*, father_says: str = "My own view, from my own home.") -> Homes:
    school = a_school("Alder Primary")
    users = {who: a_user(name) for who, name in NAMES.items()}
    with tenancy.acting_in([school]):
        maya = a_child(school)
        for who, role in ROLES.items():
            a_membership(users[who], school, role)
        a_tie(users["teacher"], school, maya, Relation.TEACHES)
        for who in ("mother", "father"):
            a_tie(users[who], school, maya, Relation.PARENT)
        a_tie(users["maya"], school, maya, Relation.SELF)
        carers = {
            who: a_carer(school, maya, user_id=users[who], forename=NAMES[who].split()[0])
            for who in ("mother", "father")
        }
        homes = Homes(school, maya, users, carers, UUID(int=0), {})
        _plan(homes, father_says)
    return homes


def _plan(homes: Homes, father_says: str) -> None:
    senco = homes.actor("senco")
    homes.plan = plan = a_draft(senco, homes.school, homes.maya)
    write(senco, plan, "child_voice", "words", "I like it when I know what comes next.")
    line = services.add_line(senco, plan_id=plan, section="need", now=NOW)
    for code, words in (("title", "Following steps"), ("area", "CL"), ("barrier", "Long talk")):
        save(senco, plan, line, code, words)
    homes.lines["need"] = line
    homes.lines["provision"] = _line(senco, plan, "provision", {**PROVISION, "needs": [str(line)]})
    homes.lines["outcome"] = _line(senco, plan, "outcome", {**OUTCOME, "needs": [str(line)]})
    for who, words in (("mother", "Maya tires by lunch."), ("father", father_says)):
        homes.lines[who] = _line(
            senco, plan, "parent_voice",
            {"person": str(homes.carers[who]), "who": NAMES[who], "words": words},
        )  # fmt: skip
    services.publish_plan(senco, plan_id=plan, why="", now=NOW)


def _line(senco: Actor, plan: UUID, section: str, values: dict) -> UUID:
    line = services.add_line(senco, plan_id=plan, section=section, now=NOW)
    for code, value in values.items():
        save(senco, plan, line, code, value)
    return line


def publish_again(homes: Homes, why: str = "Maya moved to a new class.", **values: str) -> int:
    """Change the provision line (or the fields named) and publish; returns the version."""
    senco = homes.actor("senco")
    with homes.scope():
        for code, value in (values or {"how_often": "daily"}).items():
            rev = _rev(homes, code)
            save(senco, homes.plan, homes.lines["provision"], code, value, base_rev=rev)
        return services.publish_plan(senco, plan_id=homes.plan, why=why, now=NOW)


def _rev(homes: Homes, code: str) -> int:
    from spinney.plans.models import DraftLine

    return DraftLine.objects.get(id=homes.lines["provision"]).revs.get(code, 0)
