"""The people whom the demo offers to sign in as, and why each is worth trying."""

from dataclasses import dataclass
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.families import Family
from spinney.jobs.demo_world.maker import Maker


@dataclass(frozen=True, slots=True)
class Post:
    key: str
    post: str
    role: str
    why: str


POSTS = (
    Post("primary-senco", "primary/senco", "SENCO",
         "See what is due, overdue and waiting, then write and publish a plan."),
    Post("primary-head", "primary/head", "Headteacher",
         "Read every plan in the school without being able to change one."),
    Post("primary-dsl", "primary/dsl", "Designated safeguarding lead",
         "See the address that is shielded from everyone else, and the court orders."),
    Post("primary-teacher", "", "Class teacher",
         "Open today's class on a phone: three strategies a child and every safety line."),
    Post("primary-assistant", "", "Teaching assistant",
         "See the cards of the class you help in, and no other class."),
    Post("primary-office", "primary/office", "Office manager",
         "Import pupils from a file, and type in an answer that came on paper. No plans to see."),
    Post("primary-it", "primary/it", "IT and data lead",
         "Look after the system without seeing any child's record."),
    Post("secondary-senco", "secondary/senco", "SENCO",
         "Find one of 1,050 pupils in three keys, and print a year group's plans."),
    Post("secondary-teacher", "", "Subject teacher",
         "Four or five sets a day with plans in them: each lesson has its own cards."),
    Post("secondary-cover", "secondary/cover", "Cover teacher",
         "Teaches nobody today, so sees nobody's plan."),
    Post("special-senco", "special/senco", "SENCO",
         "A school where every child has SEN and many have safety lines."),
    Post("fourth-teacher", "", "Class teacher",
         "Outside the trust: sees one class here and nothing next door."),
)  # fmt: skip
PARENTS = {
    "parent-two-schools": ("Mother of two", "One page for two children at two schools."),
    "parent-separated-1": (
        "Mother, separated",
        "Reads her daughter's plan; her own words are hers alone.",
    ),
    "parent-separated-2": (
        "Father, separated",
        "The same plan and the same moment of publishing, his own space.",
    ),
    "parent-court-order": (
        "Father under a court order",
        "Has an account and parental responsibility, and may see nothing.",
    ),
    "parent-shielded": (
        "Mother in a refuge",
        "Her address is on no page that anyone outside could open.",
    ),
}


def choose_personas(maker: Maker, families: dict[str, Family]) -> None:
    planned = {plan.child_id for plan in maker.plans if plan.versions}
    for post in POSTS:
        person = maker.posts.get(post.post) or _someone(maker, post.key, planned)
        if person:
            _add(maker, post.key, f"{person.title} {person.forename} {person.surname}".strip(), post.role,
                 _school(maker, person.school_id), post.why, person.user_id)  # fmt: skip
    _families(maker, families)
    _young_person(maker)


def _someone(maker: Maker, key: str, planned: set[UUID]) -> rows.Staff | None:
    """The teacher or assistant whose classes have the most plans."""
    school, job = key.split("-")
    counts: dict[UUID, int] = {}
    members: dict[UUID, int] = {}
    for row in maker.group_children:
        members[row.group_id] = members.get(row.group_id, 0) + (row.child_id in planned)
    for link in maker.group_staff:
        counts[link.staff_id] = counts.get(link.staff_id, 0) + members.get(link.group_id, 0)
    wanted = "Teaching assistant" if job == "assistant" else "eacher"
    core = {"English", "Maths", "Science"} if school == "secondary" else {""}
    fits = [
        person
        for post, person in maker.posts.items()
        if person.school_id == maker.schools[school].id and wanted in person.job
        and person.subject in core and not post.endswith(("/head", "/dsl", "/cover", "/ppa"))
    ]  # fmt: skip
    return max(fits, key=lambda person: (counts.get(person.id, 0), person.id), default=None)


def _families(maker: Maker, families: dict[str, Family]) -> None:
    for family in families.values():
        for adult in family.adults:
            if adult.persona and adult.user_id:
                role, why = PARENTS[adult.persona]
                schools = dict.fromkeys(
                    _school(maker, maker.children[c].school_id) for c in family.children
                )
                _add(
                    maker,
                    adult.persona,
                    adult.name,
                    role,
                    " and ".join(schools),
                    why,
                    adult.user_id,
                )


def _young_person(maker: Maker) -> None:
    child = maker.children[maker.cases["sixteen"]]
    account = next(t for t in maker.ties if t.subject_id == child.id and t.relation.value == "self")
    _add(maker, "young-person", f"{child.forename} {child.surname}", "Young person, 16",
         _school(maker, child.school_id), "Reads and answers her own plan from her own account.",
         account.user_id)  # fmt: skip


def _school(maker: Maker, school_id: UUID) -> str:
    return next(school.name for school in maker.schools.values() if school.id == school_id)


def _add(
    maker: Maker, key: str, name: str, role: str, school: str, why: str, user_id: UUID
) -> None:
    maker.personas.append(rows.Persona(key, name, role, school, why, user_id))
