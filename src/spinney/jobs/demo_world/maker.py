"""What is being made, while it is being made: rows in order, and the few acts that everything shares."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from spinney.access.types import Role
from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.dice import Dice, Ids
from spinney.jobs.demo_world.schools import SPECS, TRUST_NAME, Scale
from spinney.kernel.clock import school_year_start

PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ø": "o", "ß": "ss", "’": ""}
)


@dataclass
class Maker:
    seed: int
    today: date
    scale: Scale
    ids: Ids
    trust: rows.Trust
    schools: dict[str, rows.School]
    users: list[rows.User] = field(default_factory=list)
    memberships: list[rows.Membership] = field(default_factory=list)
    staff: list[rows.Staff] = field(default_factory=list)
    children: dict[UUID, rows.Child] = field(default_factory=dict)
    enrolments: list[rows.Enrolment] = field(default_factory=list)
    sen_statuses: list[rows.SenStatus] = field(default_factory=list)
    sen_needs: list[rows.SenNeed] = field(default_factory=list)
    carers: list[rows.Carer] = field(default_factory=list)
    contacts: list[rows.Contact] = field(default_factory=list)
    court_orders: list[rows.CourtOrder] = field(default_factory=list)
    ties: list[rows.Tie] = field(default_factory=list)
    denials: list[rows.Denial] = field(default_factory=list)
    groups: list[rows.Group] = field(default_factory=list)
    group_children: list[rows.GroupChild] = field(default_factory=list)
    group_staff: list[rows.GroupStaff] = field(default_factory=list)
    lessons: list[rows.Lesson] = field(default_factory=list)
    plans: list[rows.Plan] = field(default_factory=list)
    personas: list[rows.Persona] = field(default_factory=list)
    cases: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, rows.Staff] = field(default_factory=dict)  # "primary/senco" -> who holds it
    emails: set[str] = field(default_factory=set)
    serials: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def year_start(self) -> date:
        return school_year_start(self.today)

    def dice(self, *path: str | int) -> Dice:
        return Dice(self.seed, *path)

    def user(self, forename: str, surname: str, domain: str) -> rows.User:
        made = rows.User(
            self.ids.next(), self.email(forename, surname, domain), f"{forename} {surname}".strip()
        )
        self.users.append(made)
        return made

    def email(self, forename: str, surname: str, domain: str) -> str:
        stem = ".".join(part for part in (ascii_word(forename), ascii_word(surname)) if part)
        address, count = f"{stem}@{domain}", 1
        while address in self.emails:
            count += 1
            address = f"{stem}{count}@{domain}"
        self.emails.add(address)
        return address

    def member(self, user_id: UUID, school: str, role: Role, *, years: int = 4) -> None:
        start = self.year_start.replace(year=self.year_start.year - years)
        school_id = self.schools[school].id
        self.memberships.append(rows.Membership(self.ids.next(), school_id, user_id, role, start))

    def weeks_ago(self, weeks: int) -> date:
        return self.today - timedelta(weeks=weeks)


def ascii_word(text: str) -> str:
    """'Ní Dhomhnaill' -> 'nidhomhnaill', for an e-mail address."""
    plain = unicodedata.normalize("NFKD", text.translate(PLAIN)).encode("ascii", "ignore").decode()
    return "".join(sign for sign in plain.lower() if sign.isalnum())


def begin(seed: int, today: date, scale: Scale) -> Maker:
    ids = Ids(seed)
    trust = rows.Trust(ids.next(), TRUST_NAME)
    schools = {
        spec.key: rows.School(
            ids.next(), spec.key, spec.urn, spec.laestab, spec.name, spec.phase,
            trust.id if spec.in_trust else None, spec.interval, spec.domain,
        )
        for spec in SPECS
    }  # fmt: skip
    return Maker(seed, today, scale, ids, trust, schools)
