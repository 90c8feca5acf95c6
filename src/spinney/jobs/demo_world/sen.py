"""Who has SEN support or an EHC plan, for what, and since when; and which of them have a plan in Spinney.

Shares near those published for January 2026: SEN support 14.8% of pupils; with EHC plans 19.4% in
primary and 17.6% in secondary schools (nasen's summary of the DfE release). The mix
of types follows the usual order, not a table.
"""

from datetime import date, timedelta
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.roster import amend

SHARES = {
    "primary": (0.148, 0.045),
    "fourth": (0.148, 0.045),
    "secondary": (0.13, 0.04),
    "special": (0.0, 1.0),
}
MIX: dict[str, tuple[tuple[str, float], ...]] = {
    "primary-K": (("SLCN", 34), ("SEMH", 18), ("MLD", 13), ("SPLD", 13), ("ASD", 9), ("OTH", 4),
                  ("PD", 3), ("HI", 2), ("VI", 1.5), ("NSA", 3)),
    "primary-E": (("ASD", 34), ("SLCN", 24), ("SEMH", 13), ("MLD", 8), ("SLD", 5), ("PD", 5),
                  ("DS", 4), ("HI", 3), ("VI", 2), ("OTH", 2)),
    "secondary-K": (("SEMH", 26), ("SPLD", 23), ("MLD", 13), ("SLCN", 13), ("ASD", 13),
                    ("OTH", 4), ("PD", 3), ("HI", 2), ("VI", 1.5), ("NSA", 2)),
    "secondary-E": (("ASD", 36), ("SEMH", 22), ("SLCN", 13), ("MLD", 10), ("SPLD", 7), ("PD", 5),
                    ("HI", 3), ("VI", 2), ("DS", 2)),
    "special-E": (("ASD", 40), ("SLD", 22), ("PMLD", 12), ("SEMH", 6), ("MLD", 5), ("SLCN", 5),
                  ("PD", 4), ("DS", 4), ("MSI", 2)),
}  # fmt: skip
SECOND = {
    "SPLD": ("SLCN", "SEMH"), "MLD": ("SLCN", "SEMH"), "SLD": ("SLCN", "PD"), "PMLD": ("PD", "VI"),
    "SEMH": ("SLCN", "SPLD"), "SLCN": ("SPLD", "MLD", "SEMH"), "ASD": ("SEMH", "SLCN"),
    "HI": ("SLCN",), "VI": ("PD",), "MSI": ("PD",), "PD": ("SLCN",), "DS": ("SLCN", "HI"),
    "OTH": ("SEMH",), "NSA": (),
}  # fmt: skip
FORCED_RARE = (("special", "MSI"), ("special", "PMLD"), ("special", "DS"), ("primary", "HI"),
               ("secondary", "VI"), ("secondary", "PD"), ("primary", "OTH"), ("special", "SLD"))  # fmt: skip


def assign_sen(maker: Maker, scripted: dict[UUID, tuple[str, tuple[str, ...]]]) -> None:
    """`scripted` gives the special cases' provision and types of need."""
    for key, school in maker.schools.items():
        roll = [c for c in maker.children.values() if c.school_id == school.id and not c.left_on]
        free = [child for child in roll if child.id not in scripted]
        support, ehcp = (round(share * len(roll)) for share in SHARES[key])
        own = [scripted[child.id][0] for child in roll if child.id in scripted]
        dice = maker.dice("sen", key)
        # Boys are about twice as likely to be identified.
        ranked = sorted(
            free, key=lambda child: (dice.unit() * (1.0 if child.sex == "M" else 1.7), child.id)
        )
        if not roll:
            continue
        many_e, many_k = (
            max(0, ehcp - own.count("E")),
            max(maker.scale.more_support, support - own.count("K")),
        )
        for child in ranked[:many_e]:
            give(maker, child, "E", _types(maker, key, "E", child.id))
        for child in ranked[many_e : many_e + many_k]:
            give(maker, child, "K", _types(maker, key, "K", child.id))
    for child_id, (provision, types) in scripted.items():
        if provision != "N":
            give(maker, maker.children[child_id], provision, types)
    _make_sure_of_rare(maker)


def _types(maker: Maker, school: str, provision: str, child_id: UUID) -> tuple[str, ...]:
    dice = maker.dice("need", str(child_id))
    phase = {"fourth": "primary"}.get(school, school)
    first = dice.weighted(MIX[f"{phase}-{provision}"])
    more = SECOND[first] if dice.chance(0.55 if provision == "E" else 0.25) else ()
    return (first, dice.pick(more)) if more else (first,)


def _make_sure_of_rare(maker: Maker) -> None:
    """Every type of need has at least one child, whatever the seed."""
    for school, code in FORCED_RARE:
        school_id = maker.schools[school].id
        ours = {c.id for c in maker.children.values() if c.school_id == school_id}
        first = [n for n in maker.sen_needs if n.child_id in ours and n.rank == 1]
        if first and all(need.need_type != code for need in first):
            common = max(
                {n.need_type for n in first},
                key=lambda t: (sum(n.need_type == t for n in first), t),
            )
            old = [need for need in first if need.need_type == common][-1]
            at = maker.sen_needs.index(old)
            maker.sen_needs[at] = rows.SenNeed(
                old.id, old.school_id, old.child_id, code, 1, old.valid_from
            )


def give(maker: Maker, child: rows.Child, provision: str, types: tuple[str, ...]) -> None:
    dice = maker.dice("sen history", str(child.id))
    began = max(child.joined_on, _some_time_ago(maker, dice))
    if child.left_on:
        began = child.left_on - timedelta(weeks=75)
        _status(maker, child, provision, began, child.left_on)
    elif provision == "E" and dice.chance(0.6) and (maker.today - began).days > 300:
        raised = began + timedelta(days=dice.between(150, 290))
        _status(maker, child, "K", began, raised)
        _status(maker, child, "E", raised + timedelta(days=1), None)
    else:
        _status(maker, child, provision, began, None)
    for rank, code in enumerate(types, start=1):
        maker.sen_needs.append(
            rows.SenNeed(maker.ids.next(), child.school_id, child.id, code, rank, began)
        )
    amend(maker, child.id, sen_provision=provision)


def _some_time_ago(maker: Maker, dice: Dice) -> date:
    return maker.today - timedelta(days=dice.between(*maker.scale.known_for))


def _status(maker: Maker, child: rows.Child, provision: str, start: date, end: date | None) -> None:
    maker.sen_statuses.append(
        rows.SenStatus(maker.ids.next(), child.school_id, child.id, provision, start, end)
    )


def first_need(maker: Maker) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for need in sorted(maker.sen_needs, key=lambda n: (n.child_id, n.rank)):
        found[need.child_id] = (*found.get(need.child_id, ()), need.need_type)
    return found
