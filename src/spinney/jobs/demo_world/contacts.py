"""Turn families into rows: an adult has one record at each school, five facts for each child, and ties."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from spinney.access.types import DenialKind, Relation, TieState
from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.cases import DENIALS, SELF_TIES
from spinney.jobs.demo_world.families import FEED, Adult, Family
from spinney.jobs.demo_world.maker import Maker

CONFIRMED = "Admission form and proof of identity, checked by the school office"
ACCOUNT_SHARE, SECOND_ACCOUNT_SHARE = 0.72, 0.3


def open_accounts(maker: Maker, families: list[Family], planned: set[UUID]) -> None:
    """Parents of children with a plan are invited first; not all have answered the invitation."""
    for family in families:
        dice = maker.dice("accounts", family.key)
        scripted = family.key.startswith("case ")
        invited = not scripted and bool(planned & set(family.children))
        for place, adult in enumerate(family.parents):
            share = ACCOUNT_SHARE if place == 0 else SECOND_ACCOUNT_SHARE
            adult.account = adult.account or (invited and dice.chance(share))
        for adult in family.adults:
            if adult.account:
                user = maker.user(adult.forename, adult.surname, "example.org")
                adult.user_id, adult.email = user.id, user.email
            elif dice.chance(0.6):
                adult.email = maker.email(adult.forename, adult.surname, "example.org")


def add_contacts(
    maker: Maker, families: list[Family]
) -> dict[UUID, list[tuple[Adult, rows.Carer]]]:
    """Carers and contacts of every child; returns who stands around each child."""
    around: dict[UUID, list[tuple[Adult, rows.Carer]]] = {}
    for family in families:
        carers: dict[tuple[int, UUID], rows.Carer] = {}
        for child_id in family.children:
            child = maker.children[child_id]
            around[child_id] = []
            for number, adult in enumerate(family.adults):
                key = (number, child.school_id)
                if key not in carers:
                    carers[key] = _carer(maker, adult, child.school_id)
                contact = _contact(maker, adult, carers[key], child)
                if adult.court_order:
                    _court_order(maker, adult, contact)
                around[child_id].append((adult, carers[key]))
    return around


def _carer(maker: Maker, adult: Adult, school_id: UUID) -> rows.Carer:
    carer = rows.Carer(
        maker.ids.next(), school_id, adult.user_id, adult.title, adult.forename, adult.surname,
        adult.email, adult.phones, adult.address_lines, adult.postcode,
    )  # fmt: skip
    maker.carers.append(carer)
    return carer


def _contact(maker: Maker, adult: Adult, carer: rows.Carer, child: rows.Child) -> rows.Contact:
    facts = {
        "parental_responsibility": adult.source,
        "lives_with": adult.source,
        "priority": FEED,
        "contact_restriction": adult.source if adult.restriction else "",
        "court_order": adult.source if adult.court_order else "",
    }
    learned = max(child.joined_on, _learned(maker, adult)).isoformat()
    contact = rows.Contact(
        maker.ids.next(), child.school_id, child.id, carer.id, adult.relationship,
        adult.parental_responsibility, adult.lives_with, adult.priority, adult.restriction,
        adult.court_order, tuple((fact, source, learned) for fact, source in facts.items() if source),
    )  # fmt: skip
    maker.contacts.append(contact)
    return contact


def _learned(maker: Maker, adult: Adult) -> date:
    return maker.weeks_ago(20 if adult.restriction else 60)


def _court_order(maker: Maker, adult: Adult, contact: rows.Contact) -> None:
    read = adult.source != FEED
    supervised = "supervised" in adult.restriction
    dsl = next(
        s
        for key, s in maker.posts.items()
        if key.endswith("/dsl") and s.school_id == contact.school_id
    )
    start = maker.weeks_ago(30) if read else None
    maker.court_orders.append(
        rows.CourtOrder(
            id=maker.ids.next(), school_id=contact.school_id, child_id=contact.child_id,
            carer_id=contact.carer_id, effect=_effect(read, supervised),
            summary=_summary(read, supervised), valid_from=start, valid_to=None,
            review_on=maker.today + timedelta(weeks=9) if read else None,
            source=adult.source, decided_by=dsl.user_id if read else None,
        )
    )  # fmt: skip


def _effect(read: bool, supervised: bool) -> str:  # noqa: FBT001
    if not read:
        return "unknown"
    return "shared" if supervised else "no_contact"


def _summary(read: bool, supervised: bool) -> str:  # noqa: FBT001
    if not read:
        return ""
    if supervised:
        return "Care order. Contact is supervised by Children's Services."
    return "Child arrangements order and prohibited steps order. No contact and no information."


def add_family_ties(
    maker: Maker, families: list[Family], around: dict[UUID, list[tuple[Adult, rows.Carer]]]
) -> None:
    for family in families:
        for child_id in family.children:
            for adult, _ in around[child_id]:
                if adult.user_id and adult.parental_responsibility:
                    _tie(maker, adult, child_id)
    for case, source in SELF_TIES:
        child = maker.children[maker.cases[case]]
        user = maker.user(child.forename, child.surname, "example.org")
        _family_tie(maker, child, user.id, Relation.SELF, source, days_ago=6)
    _deny(maker, around)


def _tie(maker: Maker, adult: Adult, child_id: UUID) -> None:
    child = maker.children[child_id]
    if child.left_on and adult.user_id:
        return  # the school they left closes the family's door; the new school opens its own
    if not adult.confirmed:
        maker.ties.append(
            rows.Tie(
                maker.ids.next(), child.school_id, child.id, _must(adult.user_id), Relation.PARENT,
                TieState.PROPOSED, FEED, maker.weeks_ago(1), None, None, None,
            )
        )  # fmt: skip
        return
    days = maker.dice("tie", str(child.id), adult.name).between(120, 500)
    _family_tie(maker, child, _must(adult.user_id), Relation.PARENT, CONFIRMED, days_ago=days)


def _must(user_id: UUID | None) -> UUID:
    if user_id is None:
        raise ValueError("only an account can be tied to a child")
    return user_id


def _family_tie(
    maker: Maker,
    child: rows.Child,
    user_id: UUID,
    relation: Relation,
    source: str,
    *,
    days_ago: int,
) -> None:
    day = max(maker.today - timedelta(days=days_ago), child.joined_on)
    office = next(
        s
        for key, s in maker.posts.items()
        if key.endswith("/office") and s.school_id == child.school_id
    )
    maker.ties.append(
        rows.Tie(
            maker.ids.next(), child.school_id, child.id, user_id, relation, TieState.CONFIRMED, source,
            day, None, office.user_id, datetime.combine(day, time(9, 20), UTC),
        )
    )  # fmt: skip


def _deny(maker: Maker, around: dict[UUID, list[tuple[Adult, rows.Carer]]]) -> None:
    for case, kind, reason, source in DENIALS:
        child = maker.children[maker.cases[case]]
        barred = [adult for adult, _ in around[child.id] if adult.court_order and adult.user_id]
        dsl = next(
            s
            for key, s in maker.posts.items()
            if key.endswith("/dsl") and s.school_id == child.school_id
        )
        maker.denials.append(
            rows.Denial(
                maker.ids.next(), child.school_id, child.id,
                barred[0].user_id if kind is DenialKind.COURT_ORDER else None,
                kind, reason, source, maker.weeks_ago(18), dsl.user_id,
            )
        )  # fmt: skip


def add_staff_ties(maker: Maker) -> None:
    """Who teaches and assists whom, as the timetable says; and a key adult for children with an EHC plan."""
    assistants: dict[UUID, list[UUID]] = {}
    for key, (school_id, start) in _taught(maker).items():
        _staff_tie(maker, key, school_id, "timetable", start)
        if key[2] is Relation.ASSISTS:
            assistants.setdefault(key[1], []).append(key[0])
    for child in list(maker.children.values()):
        if child.sen_provision == "E" and child.id in assistants:
            adult = maker.dice("key adult", str(child.id)).pick(sorted(assistants[child.id]))
            key = (adult, child.id, Relation.KEY_ADULT)
            _staff_tie(maker, key, child.school_id, "SENCO", child.joined_on)


Key = tuple[UUID, UUID, Relation]  # account, child, relation


def _taught(maker: Maker) -> dict[Key, tuple[UUID, date]]:
    account = {person.id: person.user_id for person in maker.staff}
    members: dict[UUID, list[rows.GroupChild]] = {}
    for row in maker.group_children:
        members.setdefault(row.group_id, []).append(row)
    found: dict[Key, tuple[UUID, date]] = {}
    for link in maker.group_staff:
        relation = Relation(link.role.value)
        for row in members.get(link.group_id, ()):
            key = (account[link.staff_id], row.child_id, relation)
            found.setdefault(key, (row.school_id, row.valid_from))
    return found


def _staff_tie(maker: Maker, key: Key, school_id: UUID, source: str, start: date) -> None:
    user_id, child_id, relation = key
    maker.ties.append(
        rows.Tie(
            maker.ids.next(), school_id, child_id, user_id, relation, TieState.CONFIRMED, source, start,
            None, None, None,
        )
    )  # fmt: skip
