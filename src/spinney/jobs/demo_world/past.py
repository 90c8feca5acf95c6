"""What was done and seen in the world before today: plans with their history, and the leaves of the audit log."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from spinney.access.services.bulk import PastAct
from spinney.access.types import Action, Actor, DenialKind, Relation, TieState
from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.beyond import beyond_of
from spinney.jobs.demo_world.calendar import is_school_day
from spinney.jobs.demo_world.dice import Dice
from spinney.jobs.demo_world.files import with_files
from spinney.jobs.demo_world.reviews import reviews_of
from spinney.jobs.demo_world.types import World
from spinney.jobs.demo_world.voices import voices_of
from spinney.plans.services.load import (
    PastAnswer,
    PastPlan,
    PastReading,
    PastStep,
    PastVersion,
)
from spinney.plans.types import Channel, Lifecycle

LOOKING_BACK = 27  # days of looks, so that "who has looked" is not empty
STAFF_RELATIONS = {Relation.TEACHES, Relation.ASSISTS, Relation.KEY_ADULT}


class Past:
    def __init__(self, world: World) -> None:
        self.world = world
        self.names = {user.id: user.display_name for user in world.users}
        self.readers: dict[UUID, list[UUID]] = {}
        self.staff: dict[UUID, list[UUID]] = {}
        barred = {
            (d.user_id, d.subject_id) for d in world.denials if d.kind is DenialKind.COURT_ORDER
        }
        for tie in world.ties:
            if tie.state is not TieState.CONFIRMED or (tie.user_id, tie.subject_id) in barred:
                continue
            found = self.staff if tie.relation in STAFF_RELATIONS else self.readers
            found.setdefault(tie.subject_id, []).append(tie.user_id)

    def actor(self, user_id: UUID) -> Actor:
        return Actor(user_id, self.names[user_id])

    def plans(self) -> Iterator[PastPlan]:
        beyond = beyond_of(self.world)
        for plan in self.world.plans:
            past = PastPlan(
                id=plan.id, school_id=plan.school_id, child_id=plan.child_id,
                author=self.actor(plan.author_id), layer=plan.layer, lifecycle=plan.lifecycle,
                opened_at=plan.opened_at, draft=plan.draft, draft_changed_at=plan.draft_changed_at,
                versions=tuple(_version(version) for version in plan.versions),
                steps=tuple(PastStep(move.at, move.to, move.why) for move in plan.moves),
                answers=tuple(self._answer(answer) for answer in plan.answers),
                readings=tuple(self._readings(plan)), reviews=tuple(reviews_of(plan)),
                voices=tuple(voices_of(self.world, plan, self.names)), waits=_waits(plan),
                beyond=beyond.get(plan.id),
            )  # fmt: skip
            yield with_files(self.world, past)

    def _answer(self, answer: rows.PlanAnswer) -> PastAnswer:
        return PastAnswer(
            id=answer.id, version=answer.version, kind=answer.kind, line=answer.line,
            words=answer.words, from_user=answer.from_user, from_carer=answer.from_carer,
            from_name=answer.from_name, channel=answer.channel, at=answer.at,
            entered_by=self.actor(answer.entered_by) if answer.entered_by else None,
            reply=answer.reply, replied_at=answer.replied_at,
        )  # fmt: skip

    def _readings(self, plan: rows.Plan) -> Iterator[PastReading]:
        """Every adult with access was asked; who answered has read, and so have most others."""
        answered = {a.from_user: a.at for a in plan.answers if a.channel is Channel.SCREEN}
        if not plan.versions:
            return
        last = plan.versions[-1]
        for user_id in dict.fromkeys(self.readers.get(plan.child_id, ())):
            dice = Dice(self.world.seed, "reading", str(plan.id), str(user_id))
            at: datetime | None = last.published_at + timedelta(hours=dice.between(1, 30))
            if user_id in answered:
                at = answered[user_id] - timedelta(minutes=dice.between(2, 9))
            elif dice.chance(0.35) or at is None or at.date() >= self.world.today:
                at = None
            yield PastReading(user_id, last.number if at else 0, at)

    def access_acts(self) -> Iterator[PastAct]:
        """Ties that a person confirmed, and denials: who did it, and when."""
        for tie in self.world.ties:
            if tie.confirmed_by and tie.confirmed_at:
                yield PastAct(
                    tie.school_id, tie.confirmed_at, tie.confirmed_by, Action.CONFIRM_TIES.value,
                    (tie.subject_id,), detail={"user": str(tie.user_id), "relation": tie.relation.value},
                )  # fmt: skip
        for denial in self.world.denials:
            at = datetime.combine(denial.valid_from, time(12, 5), UTC)
            yield PastAct(
                denial.school_id, at, denial.decided_by, "deny", (denial.subject_id,),
                detail={"kind": denial.kind.value, "user": str(denial.user_id or "")},
            )  # fmt: skip

    def looks(self) -> Iterator[PastAct]:
        """Adults who work with the child read the plan; families do too, after it was published."""
        days = [self.world.today - timedelta(days=ago) for ago in range(LOOKING_BACK, 0, -1)]
        school_days = [day for day in days if is_school_day(day)] or days
        for plan in self.world.plans:
            if not plan.versions or plan.lifecycle in {Lifecycle.ENDED, Lifecycle.PROPOSED}:
                continue
            dice = Dice(self.world.seed, "looks", str(plan.id))
            since = plan.versions[-1].published_at.date()
            staff = dict.fromkeys([plan.author_id, *self.staff.get(plan.child_id, ())])
            for user_id in dice.some(staff, dice.between(2, 5)):
                if (day := dice.pick(school_days)) > since:
                    at = datetime.combine(day, time(dice.between(8, 16), dice.between(0, 59)), UTC)
                    action = dice.pick((Action.VIEW_PLAN, Action.VIEW_PLAN, Action.VIEW_CARD))
                    yield _look(plan, at, user_id, action)
            for reading in self._readings(plan):
                if reading.read_at:
                    yield _look(plan, reading.read_at, reading.user_id, Action.VIEW_PLAN)


def _look(plan: rows.Plan, at: datetime, user_id: UUID, action: Action) -> PastAct:
    return PastAct(plan.school_id, at, user_id, action.value, (plan.child_id,), outcome="seen")


def _waits(plan: rows.Plan) -> dict[str, str]:
    """A first draft that lacks the family's words waits for them."""
    heard = any(line.section == "parent_voice" for line in plan.draft)
    return {} if plan.versions or heard else {"parent_voice": "parent view"}


def _version(version: rows.PlanVersion) -> PastVersion:
    on = version.published_at.date().isoformat()
    return PastVersion(
        version.number, version.published_at, version.layer, version.lines,
        {str(line): {"achievement": how, "why": why, "on": on} for line, how, why in version.ended},
        version.why, version.review_due,
        # Most words were read again; now and then a strategy or a provision line was not.
        frozenset(
            line.id
            for line in version.lines
            if line.section not in {"adjustment", "provision"} or (line.position + version.number) % 4
        ),
    )  # fmt: skip
