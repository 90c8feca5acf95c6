"""Which plan is in which state: shares of the whole, given only to children for whom the dates make sense."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from spinney.jobs.demo_world.calendar import is_school_day
from spinney.jobs.demo_world.maker import Maker

OVER = "ended"
SHARES = (
    ("reopened, active", 0.014), ("reopened", 0.012), ("overdue", 0.10), (OVER, 0.06),
    ("on hold", 0.025), ("due soon", 0.14), ("proposed", 0.08),
)  # fmt: skip
ANSWERS = (("question", 0.05), ("question answered", 0.04), ("views", 0.09), ("agreed", 0.42))
DRAFT_SHARE = 0.12
Ready = tuple[
    UUID, date, int, bool
]  # child, earliest day of a plan, weeks between reviews, special case


@dataclass(frozen=True, slots=True)
class Track:
    name: str
    due: date
    draft: bool = False
    answers: tuple[str, ...] = ()


def share_out(maker: Maker, ready: list[Ready]) -> dict[UUID, Track]:
    dice = maker.dice("states")
    # The states that need the longest past choose first.
    waiting = [item for item in dice.shuffled(ready) if not item[3]]
    count = len(waiting)
    found = {item[0]: _current(maker, item) for item in ready if item[3]}
    for name, share in SHARES:
        wanted = max(1, round(share * count))
        for item in [item for item in waiting if _fits(maker, name, item)][:wanted]:
            waiting.remove(item)
            found[item[0]] = Track(name, _due(maker, name, item))
    found.update({item[0]: _current(maker, item) for item in waiting})
    return _overlays(maker, found, {item[0] for item in ready if item[3]})


def _fits(maker: Maker, name: str, item: Ready) -> bool:
    """Overdue needs a version older than the interval; ended and reopened need time to have passed."""
    _, earliest, interval, _ = item
    known = (maker.today - earliest).days // 7
    needed = {"proposed": 0, "due soon": 6, "overdue": interval + 6, "on hold": 10, OVER: 12,
              "reopened": 14, "reopened, active": 2 * interval + 14}  # fmt: skip
    return known >= needed[name]


def _due(maker: Maker, name: str, item: Ready) -> date:
    dice = maker.dice("due", str(item[0]))
    least, most = {"overdue": (-38, -2), "due soon": (0, 20), "proposed": (90, 90)}.get(
        name, (21, item[2] * 7 - 30)
    )
    days = [maker.today + timedelta(days=ahead) for ahead in range(least, most + 1)]
    return dice.pick([day for day in days if is_school_day(day)] or days)


def _current(maker: Maker, item: Ready) -> Track:
    dice = maker.dice("due", str(item[0]))
    return Track(
        "current", maker.today + timedelta(days=dice.between(22, max(30, item[2] * 7 - 8)))
    )


def _overlays(maker: Maker, tracks: dict[UUID, Track], scripted: set[UUID]) -> dict[UUID, Track]:
    """Unpublished drafts and families' answers lie over any active plan."""
    dice = maker.dice("overlays")
    live = [key for key in sorted(tracks) if tracks[key].name in {"current", "overdue", "due soon"}]
    order = dice.shuffled(key for key in live if key not in scripted)
    for key in order[: max(1, round(DRAFT_SHARE * len(live)))]:
        tracks[key] = replace(tracks[key], draft=True)
    order = dice.shuffled(order)
    for name, share in ANSWERS:
        count = max(1, round(share * len(live)))
        for key in order[:count]:
            tracks[key] = replace(tracks[key], answers=(name,))
        order = order[count:]
    return _scripted(maker, tracks)


def _scripted(maker: Maker, tracks: dict[UUID, Track]) -> dict[UUID, Track]:
    wanted = {
        "sibling at primary": (9, False, ("question",)),
        "sibling at secondary": (60, False, ("agreed",)),
        "separated parents": (4, True, ("views",)),
        "looked after": (30, False, ()),
        "sixteen": (40, False, ("agreed",)),
        "shielded address": (25, False, ("agreed",)),
    }
    for case, (days, draft, answers) in wanted.items():
        if (child := maker.cases.get(case)) in tracks:
            tracks[child] = Track("current", maker.today + timedelta(days=days), draft, answers)
    return tracks
