"""Two people write, publish, pause, end and reopen one plan in any order, beside a plain model of what is kept.

The model knows nothing of the database: a dictionary of fields, a list of versions, a word for where it stands.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.factories.access import NOW, a_membership, a_user, the_actor
from tests.factories.people import a_child, a_school
from tests.factories.plans import line_of

from spinney.access.types import Role
from spinney.kernel import tenancy
from spinney.kernel.errors import BadInput, NotNow
from spinney.plans import services
from spinney.plans.models import Clash, DraftLine, Plan, Version
from spinney.plans.rules.lifecycle import NEXT
from spinney.plans.rules.render import lines_from
from spinney.plans.services.publish import content_hash
from spinney.plans.types import ClashChoice, Layer, Lifecycle

WORDS = st.sampled_from(
    ["Wait ten seconds.", "Show the card.", "Sit by the wall.", "", "Ask again."]
)
WRITERS = st.sampled_from(["ann", "bea"])
SECTIONS = {"adjustment": "text", "outcome": "title", "need": "title"}
AGAIN = {"hold": Lifecycle.ON_HOLD, "resume": Lifecycle.ACTIVE, "end": Lifecycle.ENDED,
         "reopen": Lifecycle.PROPOSED}  # fmt: skip


@dataclass
class Kept:
    """One line of the model: its words, how often they were saved, and the other words that wait beside them."""

    section: str
    words: str = ""
    rev: int = 0
    ended: bool = False
    how: str = ""  # it ended
    clashes: dict[str, str] = field(default_factory=dict)  # by writer


class PlanMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        school = a_school("Machine Primary")
        self.scope = tenancy.acting_in([school])
        self.scope.__enter__()
        self.clock = NOW
        users = {name: a_user(name) for name in ("ann", "bea")}
        for user in users.values():
            a_membership(user, school, Role.SENCO)
        self.people = {name: the_actor(user, name) for name, user in users.items()}
        self.plan = services.open_plan(
            self.people["ann"], school_id=school, child_id=a_child(school), layer=Layer.TARGETED,
            now=self.now,
        )  # fmt: skip
        self.save("ann", line_of(self.plan, "review"), "next_review", "2027-02-01", 0)
        self.lines: dict[Any, Kept] = {}
        self.seen: dict[str, dict[Any, int]] = {"ann": {}, "bea": {}}
        self.versions: list[dict[Any, Any]] = []
        self.hashes: list[str] = []
        self.stands = Lifecycle.PROPOSED

    @property
    def now(self) -> datetime:
        """No two acts share a moment."""
        self.clock += timedelta(seconds=1)
        return self.clock

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)
        self.atomic.__exit__(None, None, None)

    # What people do. A refusal of the model must be a refusal of the service, and the other way round.

    def refused(self, act: Any, *, expected: bool) -> bool:
        reason = ""
        try:
            with transaction.atomic():
                act()
        except (NotNow, BadInput) as error:
            reason = str(error)
        assert bool(reason) is expected, reason or "nothing refused it"
        return expected

    def save(self, who: str, line: Any, code: str, words: str, base: int) -> Any:
        return services.save_field(
            self.people[who], plan_id=self.plan, line_id=line, field=code, value=words,
            base_rev=base, now=self.now,
        )  # fmt: skip

    def pick(self, number: int, *, ended: bool = False) -> Any:
        found = [key for key, kept in self.lines.items() if kept.ended is ended]
        return found[number % len(found)] if found else None

    @rule(who=WRITERS, section=st.sampled_from(sorted(SECTIONS)))
    def add(self, who: str, section: str) -> None:
        def act() -> None:
            line = services.add_line(
                self.people[who], plan_id=self.plan, section=section, now=self.now
            )
            self.lines[line] = Kept(section)

        self.refused(act, expected=self.stands is Lifecycle.ENDED)

    @rule(who=WRITERS)
    def look(self, who: str) -> None:
        """This writer reloads: from now on they have seen what stands."""
        self.seen[who] = {key: kept.rev for key, kept in self.lines.items()}

    @rule(who=WRITERS, number=st.integers(0, 9), words=WORDS)
    def write(self, who: str, number: int, words: str) -> None:
        key = self.pick(number)
        if key is None:
            return
        kept, base = self.lines[key], self.seen[who].get(key, 0)
        if self.refused(
            lambda: self.save(who, key, SECTIONS[kept.section], words, base),
            expected=self.stands is Lifecycle.ENDED,
        ):
            return
        if words == kept.words:
            kept.clashes.pop(who, None)
        elif base != kept.rev and kept.words:
            kept.clashes[who] = words
            return
        else:
            kept.words, kept.rev = words, kept.rev + 1
            kept.clashes.pop(who, None)
        self.seen[who][key] = kept.rev

    @rule(who=WRITERS, choice=st.sampled_from([ClashChoice.STANDING, ClashChoice.OTHER]))
    def settle(self, who: str, choice: ClashChoice) -> None:
        clash = Clash.objects.filter(plan_id=self.plan, settled_at=None).first()
        if clash is None or clash.line not in self.lines:
            return
        kept = self.lines[clash.line]
        writer = next(name for name, person in self.people.items() if person.id == clash.other_by)

        def act() -> None:
            services.settle_clash(
                self.people[who], plan_id=self.plan, clash_id=clash.id, choice=choice, now=self.now
            )

        if self.refused(act, expected=self.stands is Lifecycle.ENDED):
            return
        del kept.clashes[writer]
        if choice is ClashChoice.OTHER:
            kept.words, kept.rev = clash.other, kept.rev + 1

    @rule(
        who=WRITERS, number=st.integers(0, 9), why=st.sampled_from(["", "She does it alone now."])
    )
    def take_off(self, who: str, number: int, why: str) -> None:
        key = self.pick(number)
        if key is None:
            return
        promised = self.lines[key].section == "outcome" and key in (self.versions or [{}])[-1]

        def act() -> None:
            services.remove_line(
                self.people[who], plan_id=self.plan, line_id=key, now=self.now,
                achievement="met" if why else "", why=why,
            )  # fmt: skip

        expected = self.stands is Lifecycle.ENDED or (promised and not why)
        if self.refused(act, expected=expected):
            return
        if promised:
            self.lines[key].ended, self.lines[key].how = True, "met"
        else:
            del self.lines[key]

    def live(self) -> dict[Any, Any]:
        """What the next version would be made of."""
        return {key: kept.words for key, kept in self.lines.items() if not kept.ended}

    @rule(who=WRITERS)
    def publish(self, who: str) -> None:
        live = self.live()
        clash = Clash.objects.filter(plan_id=self.plan, settled_at=None).exists()
        gone = any(kept.ended for kept in self.lines.values())
        unchanged = bool(self.versions) and live == self.versions[-1] and not gone
        expected = (
            Lifecycle.ACTIVE not in NEXT[self.stands]
            or clash
            or (unchanged and self.stands is not Lifecycle.PROPOSED)
        )

        def act() -> None:
            services.publish_plan(
                self.people[who], plan_id=self.plan, why="It was time.", now=self.now
            )

        if self.refused(act, expected=expected):
            return
        self.versions.append(live)
        newest = Version.objects.filter(plan_id=self.plan).latest("number")
        self.hashes.append(newest.content_hash)
        self.lines = {key: kept for key, kept in self.lines.items() if not kept.ended}
        self.stands = Lifecycle.ACTIVE

    @rule(who=WRITERS, move=st.sampled_from(sorted(AGAIN)))
    def move(self, who: str, move: str) -> None:
        to = AGAIN[move]
        allowed = to in NEXT[self.stands]
        if move == "resume":
            allowed = self.stands is Lifecycle.ON_HOLD
        act = {
            "hold": services.hold_plan, "resume": services.resume_plan,
            "end": services.end_plan, "reopen": services.reopen_plan,
        }[move]  # fmt: skip
        refused = self.refused(
            lambda: act(self.people[who], plan_id=self.plan, why="Because.", now=self.now),
            expected=not allowed,
        )
        if not refused:
            self.stands = to

    # What must hold whatever was done.

    @invariant()
    def the_draft_is_what_the_model_says(self) -> None:
        rows = DraftLine.objects.filter(plan_id=self.plan, section__in=SECTIONS)
        found = {
            row.id: (row.values.get(SECTIONS[row.section]) or "", row.ended is not None)
            for row in rows
        }
        assert found == {key: (kept.words, kept.ended) for key, kept in self.lines.items()}

    @invariant()
    def nobody_lost_words_without_seeing_what_replaced_them(self) -> None:
        rows = Clash.objects.filter(plan_id=self.plan, settled_at=None, line__in=list(self.lines))
        waiting = {(row.line, row.other_by): row.other for row in rows}
        told = {
            (key, self.people[who].id): words
            for key, kept in self.lines.items()
            for who, words in kept.clashes.items()
        }
        assert waiting == told

    @invariant()
    def versions_never_change_and_are_numbered_without_a_gap(self) -> None:
        rows = list(Version.objects.filter(plan_id=self.plan).order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(self.versions) + 1))
        assert [row.content_hash for row in rows] == self.hashes
        assert [content_hash(lines_from(row.lines)) for row in rows] == self.hashes

    @invariant()
    def the_plan_stands_where_the_model_says(self) -> None:
        assert Plan.objects.get(id=self.plan).lifecycle == self.stands
