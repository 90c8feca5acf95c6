"""What the buttons of the draft's form do. Each gives the place to go to next; undo may have something to show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from spinney.access.types import Actor
from spinney.kernel.errors import BadInput
from spinney.kernel.ids import parse
from spinney.plans import services
from spinney.plans.types import Undone
from spinney.web.routes import attempt


@dataclass(frozen=True, slots=True)
class Acted:
    """`goes` is an anchor of the draft or an address. `undone` is given when undo left something alone."""

    goes: str = ""
    refused: str = ""
    told: str = ""
    undone: Undone | None = None


Act = Callable[[Actor, UUID, str, datetime], Acted]


def act_on(actor: Actor, plan_id: UUID, act: str, *, now: datetime) -> Acted:
    """Do what the button says: where to go next, or why not."""
    verb, _, what = act.partition(":")
    found: dict[str, str] = {}
    acted = Acted()
    if verb in ACTS:
        with attempt(found):
            acted = ACTS[verb](actor, plan_id, what, now)
    return Acted(refused=next(iter(found.values()))) if found else acted


def _add(actor: Actor, plan_id: UUID, section: str, now: datetime) -> Acted:
    made = services.add_line(actor, plan_id=plan_id, section=section, now=now)
    return Acted(f"#line-{made}")


def _line(text: str) -> UUID:
    found = parse(text)
    if found is None:
        raise BadInput("That button names no line. Reload the page and try again.")
    return found


def _up(actor: Actor, plan_id: UUID, line: str, now: datetime) -> Acted:
    services.move_line(actor, plan_id=plan_id, line_id=_line(line), up=True, now=now)
    return Acted(f"#line-{line}")


def _down(actor: Actor, plan_id: UUID, line: str, now: datetime) -> Acted:
    services.move_line(actor, plan_id=plan_id, line_id=_line(line), up=False, now=now)
    return Acted(f"#line-{line}")


def _restore(actor: Actor, plan_id: UUID, line: str, now: datetime) -> Acted:
    services.restore_line(actor, plan_id=plan_id, line_id=_line(line), now=now)
    return Acted(f"#line-{line}")


def _right(actor: Actor, plan_id: UUID, line: str, now: datetime) -> Acted:
    services.still_right(actor, plan_id=plan_id, line_id=_line(line), now=now)
    return Acted(f"#line-{line}", told="Noted: it is still right.")


def _all_right(actor: Actor, plan_id: UUID, section: str, now: datetime) -> Acted:
    count = services.still_right(actor, plan_id=plan_id, section=section, now=now)
    here = f"#section-{section}" if section.isidentifier() else ""
    return Acted(here, told=f"Noted: {count} lines are still right.")


def _remove(_actor: Actor, plan_id: UUID, line: str, _now: datetime) -> Acted:
    return Acted(reverse("remove_line", args=[plan_id, _line(line)]))


def _sources(_actor: Actor, plan_id: UUID, line: str, _now: datetime) -> Acted:
    return Acted(reverse("line_sources", args=[plan_id, _line(line)]))


def _publish(_actor: Actor, plan_id: UUID, _what: str, _now: datetime) -> Acted:
    return Acted(reverse("publish_plan", args=[plan_id]))


def _bank(_actor: Actor, plan_id: UUID, section: str, _now: datetime) -> Acted:
    try:
        return Acted(reverse("plan_bank", args=[plan_id, section]))
    except NoReverseMatch:
        raise BadInput("That button names no list. Reload the page and try again.") from None


def _mark(_actor: Actor, _plan_id: UUID, section: str, _now: datetime) -> Acted:
    """Statuses are set before any button acts; this one only comes back to its section."""
    return Acted(f"#section-{section}" if section.isidentifier() else "")


def _undo(actor: Actor, plan_id: UUID, _what: str, now: datetime) -> Acted:
    undone = services.undo(actor, plan_id=plan_id, now=now)
    if not undone.done:
        return Acted(undone=undone)
    return Acted(anchor_of(undone), told=undone.words)


def anchor_of(undone: Undone) -> str:
    gone = undone.kind == "added" or undone.line is None
    return f"#section-{undone.section}" if gone else f"#line-{undone.line}"


ACTS: Final[dict[str, Act]] = {
    "add": _add, "bank": _bank, "up": _up, "down": _down, "restore": _restore, "remove": _remove,
    "publish": _publish, "mark": _mark, "undo": _undo, "right": _right, "allright": _all_right,
    "sources": _sources,
}  # fmt: skip
