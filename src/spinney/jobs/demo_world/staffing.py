"""Who works where. Teachers of a secondary subject are hired by the timetable, as many as it needs."""

from spinney.access.types import Role
from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.names import adult_forename, family_name, pick_culture

# post -> job title, roles. The key is how the rest of the world finds who holds it.
POSTS: dict[str, tuple[str, tuple[Role, ...]]] = {
    "head": ("Headteacher", (Role.HEAD,)),
    "dsl": ("Deputy head and designated safeguarding lead", (Role.DSL,)),
    "senco": ("SENCO", (Role.SENCO, Role.TEACHER)),
    "office": ("Office manager", (Role.OFFICE,)),
    "admin": ("Admissions and attendance officer", (Role.OFFICE,)),
    "it": ("IT and data lead", (Role.IT_LEAD,)),
    "cover": ("Cover teacher", (Role.TEACHER,)),
}
FIXED_NAMES = {
    "primary/senco": ("Ms", "Nadia", "Chowdhury"),
    "primary/head": ("Mr", "Gareth", "Pilling"),
    "primary/dsl": ("Mrs", "Yvonne", "Campbell"),
    "primary/office": ("Mrs", "Denise", "Haworth"),
    "primary/it": ("Mr", "Tomasz", "Zieliński"),
    "secondary/senco": ("Dr", "Rebecca", "Ashworth"),
    "secondary/cover": ("Mr", "Lee", "Kershaw"),
    "special/senco": ("Mrs", "Adaeze", "Nwosu-Hall"),
}
TITLES_F, TITLES_M = ("Mrs", "Miss", "Ms", "Ms", "Dr"), ("Mr", "Mr", "Mr", "Mr", "Dr")


def hire(
    maker: Maker, school: str, post: str, job: str, roles: tuple[Role, ...], *, subject: str = ""
) -> rows.Staff:
    key = f"{school}/{post}"
    title, forename, surname = FIXED_NAMES.get(key) or _name(maker, key)
    spec = maker.schools[school]
    user = maker.user(forename, surname, spec.domain)
    number = sum(1 for person in maker.staff if person.school_id == spec.id) + 1
    person = rows.Staff(
        maker.ids.next(),
        spec.id,
        user.id,
        title,
        forename,
        surname,
        job,
        f"ST{number:04d}",
        subject,
    )
    maker.staff.append(person)
    maker.posts[key] = person
    for role in roles:
        maker.member(user.id, school, role)
    return person


def _name(maker: Maker, key: str) -> tuple[str, str, str]:
    dice = maker.dice("staff", key)
    culture = pick_culture(dice)
    woman = dice.chance(0.72)
    forename = adult_forename(dice, culture, "F" if woman else "M")
    family = family_name(dice, culture, adult_forename(dice, culture, "M"))
    surname = (family.mother if woman else family.father) or culture.surnames[0]
    title = dice.pick(TITLES_F if woman else TITLES_M)
    if title == "Dr" and "/ta " in key:
        title = "Mx"
    return title, forename, surname


def hire_leaders(maker: Maker) -> None:
    for school in maker.schools:
        for post, (job, roles) in POSTS.items():
            hire(maker, school, post, job, roles)


def hire_teacher(maker: Maker, school: str, post: str, *, subject: str = "") -> rows.Staff:
    job = f"Teacher of {_in_a_sentence(subject)}" if subject else "Class teacher"
    return hire(maker, school, post, job, (Role.TEACHER,), subject=subject)


def hire_assistant(maker: Maker, school: str, post: str) -> rows.Staff:
    return hire(maker, school, post, "Teaching assistant", (Role.ASSISTANT,))


def _in_a_sentence(subject: str) -> str:
    return subject if subject in {"English", "Spanish", "RE", "PE"} else subject.lower()
