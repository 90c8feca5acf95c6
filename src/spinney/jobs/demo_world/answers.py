"""What families have said: who agreed, who asks about a line, who added their views, on screen, paper and phone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.bank import general
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.families import Adult
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.wording import Who, say_all
from spinney.plans.types import AnswerKind, Channel

SILENT_CASES = ("safeguarding freeze", "court order not yet read", "tie waits for a person")


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan's newest version and who may answer it."""

    child: rows.Child
    version: rows.PlanVersion
    who: Who
    adults: list[tuple[Adult, rows.Carer]]
    entered_by: UUID


def may_answer(adult: Adult) -> bool:
    return bool(adult.parental_responsibility and not adult.court_order and adult.confirmed)


def answer(
    maker: Maker, asked: Asked, kind: AnswerKind, *, replied: bool = False
) -> rows.PlanAnswer | None:
    """One answer from the first adult who may give it; None when there is nobody."""
    adults = [pair for pair in asked.adults if may_answer(pair[0])]
    if not adults:
        return None
    dice = maker.dice("answer", str(asked.child.id), kind.value)
    adult, carer = adults[0]
    words, reply, line = _words(dice, asked, kind, replied=replied)
    at = moment(maker, asked.version.published_at + timedelta(days=dice.between(1, 6)), dice)
    if kind is AnswerKind.QUESTION and not replied:
        # One that waits is a week or so old: some answers are due, and some are overdue.
        ago = maker.dice("asked", str(asked.child.id)).between(1, 11)
        at = max(at, datetime.combine(maker.today - timedelta(days=ago), time(19, 40), UTC))
    channel = Channel.SCREEN
    if adult.user_id is None:
        channel = dice.pick((Channel.PAPER, Channel.PHONE))
    by_hand = channel is not Channel.SCREEN
    return rows.PlanAnswer(
        maker.ids.next(), asked.version.number, kind, line, words,
        adult.user_id, carer.id if by_hand else None, adult.name, channel, at,
        asked.entered_by if by_hand else None, reply,
        moment(maker, at + timedelta(days=dice.between(1, 3)), dice) if reply else None,
    )  # fmt: skip


def _words(
    dice: Dice, asked: Asked, kind: AnswerKind, *, replied: bool
) -> tuple[str, str, UUID | None]:
    if kind is AnswerKind.AGREE:
        return "", "", None
    if kind is AnswerKind.VIEWS:
        return say_all(dice, (dice.pick(general().views["words"]),), asked.who)[0], "", None
    question, reply = say_all(dice, dice.pick(general().question["asks"]), asked.who)
    about = "outcome" if "target" in question else "provision"
    lines = [line for line in asked.version.lines if line.section == about]
    line = dice.pick(lines).id if lines else None
    return question, reply if replied else "", line


def moment(maker: Maker, wanted: datetime, dice: Dice) -> datetime:
    """Some time that day, and never later than yesterday."""
    day = min(wanted.date(), maker.today - timedelta(days=1))
    return max(
        datetime.combine(
            day, time(dice.between(8, 20), dice.between(0, 59), dice.between(0, 59)), UTC
        ),
        wanted if wanted.date() == day else datetime.min.replace(tzinfo=UTC),
    )
