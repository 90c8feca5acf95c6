"""A small world that most tests begin in: Maya's mother, her SENCO, her teacher, and Charlie who may see nothing.

Alder is Maya's school; Birch is another, and Maya's mother has a second child there. Call `small_world()` inside a
test's transaction.
"""

from dataclasses import dataclass, field
from uuid import UUID

from tests.factories.access import NOW, a_denial, a_membership, a_tie, a_user, the_actor
from tests.factories.people import a_carer, a_child, a_class, a_member_of_staff, a_school
from tests.factories.plans import a_draft, a_plan

from spinney.access.types import Actor, DenialKind, Relation, Role, TieState
from spinney.kernel import tenancy
from spinney.plans import services
from spinney.plans.models import Answer, DraftLine, PaperForm
from spinney.plans.types import AnswerKind

STAFF = {
    "senco": Role.SENCO, "head": Role.HEAD, "dsl": Role.DSL, "office": Role.OFFICE,
    "teacher": Role.TEACHER, "assistant": Role.ASSISTANT, "it_lead": Role.IT_LEAD,
    "other_teacher": Role.TEACHER,
}  # fmt: skip


UNMADE = UUID(int=0)


@dataclass(slots=True)
class World:
    alder: UUID
    birch: UUID
    users: dict[str, UUID] = field(default_factory=dict)
    maya: UUID = UNMADE
    sam: UUID = UNMADE  # at Alder, with a draft and no tie to Maya's family
    noor: UUID = UNMADE  # at Birch: the second child of Maya's mother
    zoe: UUID = UNMADE  # at Birch, no kin
    plan: UUID = UNMADE
    draft: UUID = UNMADE
    birch_plan: UUID = UNMADE
    line: UUID = UNMADE
    mother_carer: UUID = UNMADE
    father_carer: UUID = UNMADE
    paper: UUID = UNMADE
    answer: UUID = UNMADE
    group: UUID = UNMADE

    def actor(self, who: str) -> Actor:
        return the_actor(self.users[who], who)


def small_world() -> World:
    world = World(a_school("Alder Primary"), a_school("Birch Academy", phase="secondary"))
    people = [*STAFF, "mother", "father", "stepfather", "young_person", "birch_senco", "charlie"]
    world.users = {who: a_user(who.replace("_", " ").title()) for who in people}
    with tenancy.acting_in([world.alder, world.birch]):
        _staff(world)
        _children(world)
        _families(world)
        _plans(world)
    return world


def _staff(world: World) -> None:
    for who, role in STAFF.items():
        a_membership(world.users[who], world.alder, role)
    a_membership(world.users["birch_senco"], world.birch, Role.SENCO)


def _children(world: World) -> None:
    world.maya, world.sam = a_child(world.alder), a_child(world.alder, "Sam", "Ó Briain")
    world.noor, world.zoe = a_child(world.birch, "Noor"), a_child(world.birch, "Zoë", "")
    for who, role, relation in (
        ("teacher", "teaches", Relation.TEACHES),
        ("assistant", "assists", Relation.ASSISTS),
    ):
        staff = a_member_of_staff(world.alder, world.users[who], who.title())
        world.group = a_class(world.alder, staff_id=staff, children=(world.maya,), role=role)
        a_tie(world.users[who], world.alder, world.maya, relation, source="timetable")
    a_member_of_staff(world.alder, world.users["other_teacher"], "Elsewhere")


def _families(world: World) -> None:
    mother, father = world.users["mother"], world.users["father"]
    a_tie(mother, world.alder, world.maya, Relation.PARENT)
    a_tie(mother, world.birch, world.noor, Relation.PARENT)
    a_tie(father, world.alder, world.maya, Relation.PARENT)
    a_tie(world.users["young_person"], world.alder, world.maya, Relation.SELF)
    a_tie(
        world.users["stepfather"], world.alder, world.maya, Relation.PARENT,
        state=TieState.PROPOSED,
    )  # fmt: skip
    a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=father)
    world.mother_carer = a_carer(world.alder, world.maya, user_id=mother)
    world.father_carer = a_carer(world.alder, world.maya, user_id=father, forename="Ben")


def _plans(world: World) -> None:
    senco = world.actor("senco")
    world.plan = a_plan(senco, world.alder, world.maya)
    world.draft = a_draft(senco, world.alder, world.sam)
    world.birch_plan = a_plan(world.actor("birch_senco"), world.birch, world.noor)
    world.line = DraftLine.objects.filter(plan_id=world.plan, section="outcome").get().id
    world.paper = services.make_paper_form(
        senco, plan_id=world.plan, carer_id=world.mother_carer, now=NOW
    )
    assert PaperForm.objects.filter(id=world.paper).exists()
    world.answer = services.answer_plan(
        world.actor("mother"), plan_id=world.plan, version=1, kind=AnswerKind.QUESTION,
        words="How often is the card used?", now=NOW, line_id=world.line,
    )  # fmt: skip
    assert Answer.objects.filter(id=world.answer).exists()
