"""Events: written beside the fact, handed over once, tried again, and given up where someone can see it."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.factories.access import NOW, a_subject
from tests.factories.database import as_worker

from spinney.events import catalogue, services
from spinney.events.models import Handled, Outbox
from spinney.events.services import MOST_TRIES, emit, relay_batch, relay_one
from spinney.events.types import Event
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, run
from spinney.people.models import Child


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Event):
    """A kettle boiled."""

    type: ClassVar[str] = "test.kettle.boiled.v1"
    cups: int = 1


@pytest.fixture
def handlers(monkeypatch):
    """Consumers of this test alone."""
    monkeypatch.setattr(services, "HANDLERS", found := {KettleBoiled.type: {}})
    return found[KettleBoiled.type]


@pytest.fixture
def school():
    return uuid7()


def boil(school: UUID, cups: int = 1) -> UUID:
    with tenancy.acting_in([school]):
        return emit(KettleBoiled(school_id=school, subject_id=uuid7(), cups=cups), now=NOW)


def relay(now=NOW) -> int:
    with as_worker():
        return relay_batch(now=now)


def outbox(school: UUID) -> Outbox:
    with tenancy.acting_in([school]):
        return Outbox.objects.get()


def a_row(event, school):
    """Something a consumer writes."""
    run("INSERT INTO access_subject (id, school_id) VALUES (%s, %s)", [event.id, school])


def rows(school: UUID) -> int:
    with tenancy.acting_in([school]):
        return all_rows("SELECT count(*) FROM access_subject")[0][0]


def test_an_event_outside_a_transaction_is_refused(live_database, school):
    with pytest.raises(RuntimeError, match="outside the transaction of the fact"):
        emit(KettleBoiled(school_id=school, subject_id=uuid7()), now=NOW)


def test_an_event_is_undone_with_its_fact(live_database, school):
    with pytest.raises(ZeroDivisionError):
        boil_over(school)
    with tenancy.acting_in([school]):
        assert Outbox.objects.count() == 0


def boil_over(school):
    with tenancy.acting_in([school]):
        emit(KettleBoiled(school_id=school, subject_id=uuid7()), now=NOW)
        _ = 1 / 0


@pytest.mark.django_db
class TestOneRelay:
    def test_each_consumer_hears_of_an_event_once(self, handlers, school):
        heard = Counter()
        handlers["a"] = lambda event: heard.update([("a", event.data["cups"])])
        handlers["b"] = lambda event: heard.update([("b", event.data["cups"])])
        boil(school, cups=3)
        assert relay() == 1
        assert relay() == 0
        assert heard == {("a", 3): 1, ("b", 3): 1}
        assert outbox(school).relayed_at == NOW

    def test_a_consumer_writes_in_the_events_school_only(self, handlers, school):
        other = uuid7()
        handlers["a"] = lambda event: a_row(event, other)
        boil(school)
        relay()
        assert rows(other) == rows(school) == 0
        assert outbox(school).last_fault == "a: ProgrammingError"

    def test_a_consumer_that_fails_undoes_only_itself(self, handlers, school):
        def write_and_fail(event):
            a_row(event, school)
            raise ValueError("Maya Okafor")

        handlers["bad"] = write_and_fail
        handlers["good"] = lambda event: a_row(event, school)
        boil(school)
        relay()
        assert rows(school) == 1
        with tenancy.acting_in([school]):
            assert [h.consumer for h in Handled.objects.all()] == ["good"]

    def test_a_fault_is_kept_by_its_kind_and_never_by_its_words(self, handlers, school):
        def fail(event):
            raise ValueError("Maya Okafor")

        handlers["bad"] = fail
        boil(school)
        relay()
        assert outbox(school).last_fault == "bad: ValueError"

    def test_a_failed_consumer_is_tried_again_later_and_the_others_are_not(self, handlers, school):
        heard = Counter()
        handlers["good"] = lambda event: heard.update(["good"])

        def second_time(event):
            heard.update(["bad"])
            if heard["bad"] == 1:
                raise ValueError

        handlers["bad"] = second_time
        boil(school)
        assert relay() == 1
        assert relay() == 0  # not before its time
        assert relay(NOW + timedelta(seconds=2)) == 1
        assert heard == {"good": 1, "bad": 2}
        assert outbox(school).relayed_at is not None
        assert outbox(school).last_fault == ""

    def test_the_waits_grow_and_then_it_gives_up_where_it_can_be_seen(
        self, handlers, school, capsys
    ):
        def fail(event):
            raise ValueError

        handlers["bad"] = fail
        boil(school)
        now, waits = NOW, []
        while outbox(school).relayed_at is None:
            assert relay(now) == 1
            due = outbox(school).next_try_at
            waits.append((due - now).total_seconds())
            now = due
        assert waits[:-1] == [min(2**n, 3600) for n in range(MOST_TRIES - 1)]
        left = outbox(school)
        assert (left.attempts, left.last_fault) == (MOST_TRIES, "bad: ValueError")
        assert "event_given_up" in capsys.readouterr().out
        assert relay(now + timedelta(days=9)) == 0

    def test_a_row_that_the_database_would_refuse_at_commit_fails_its_consumer_alone(
        self, handlers, school
    ):
        """Foreign keys are deferred: unchecked here, one such event would stop the queue for ever."""
        handlers["bad"] = lambda event: Child.objects.create(
            id=uuid7(), school_id=school, forename="Nobody", born_on="2020-01-01"
        )
        boil(school)
        relay()
        assert outbox(school).last_fault == "bad: IntegrityError"
        boil(school)
        handlers.clear()
        assert relay(NOW) == 1

    def test_a_crash_between_consumer_and_mark_repeats_nothing(self, handlers, school):
        heard = Counter()
        handlers["a"] = lambda event: heard.update(["a"])
        boil(school)
        relay()
        with tenancy.acting_in([school]):
            Outbox.objects.update(relayed_at=None)  # as if the mark had been lost
        relay()
        assert heard == {"a": 1}

    def test_events_are_handed_over_in_the_order_they_happened(self, handlers, school):
        heard = []
        handlers["a"] = lambda event: heard.append(event.data["cups"])
        for cups in range(5):
            boil(school, cups)
        relay()
        assert heard == [0, 1, 2, 3, 4]

    def test_the_app_role_relays_nothing(self, handlers, school):
        boil(school)
        assert relay_batch(now=NOW) == 0


def test_two_relays_share_the_work_and_repeat_none(live_database, handlers):
    schools = [uuid7() for _ in range(4)]
    heard: Counter[UUID] = Counter()
    lock = threading.Lock()

    def hear(event):
        with lock:
            heard[event.id] += 1

    handlers["a"] = hear
    emitted = {boil(school, cups) for school in schools for cups in range(15)}
    both, faults = threading.Barrier(2, timeout=30), []

    def work():
        try:
            both.wait()
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE spinney_worker")
            while relay_one(now=NOW):
                pass
        except BaseException as fault:  # noqa: BLE001  (shown below)
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert {event: heard[event] for event in emitted} == dict.fromkeys(emitted, 1)


def test_an_event_that_one_relay_holds_is_passed_over_by_the_other(live_database, handlers, school):
    first, second = boil(school), boil(school)
    seen = []
    handlers["a"] = lambda event: seen.append(event.id)
    holds, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic(), as_worker():
            all_rows("SELECT 1 FROM events_outbox WHERE id = %s FOR UPDATE", [first])
            holds.set()
            done.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    holds.wait(30)
    try:
        with as_worker():
            while second not in seen and relay_one(now=NOW):
                pass
    finally:
        done.set()
        holder.join(30)
    assert second in seen
    assert first not in seen


class TestCatalogue:
    def test_two_events_cannot_share_a_type(self, monkeypatch):
        monkeypatch.setattr(catalogue, "EVENTS", {KettleBoiled.type: KettleBoiled})
        assert catalogue.register(KettleBoiled) is KettleBoiled

        class Impostor(Event):
            type = KettleBoiled.type

        with pytest.raises(ValueError, match="two events call themselves"):
            catalogue.register(Impostor)

    def test_every_event_says_when_it_happens_and_carries_no_free_words(self):
        # Words out of closed lists of our own. An entry's `code` is ours or made of hex, never of its title.
        codes = {
            "field",
            "layer",
            "lifecycle",
            "kind",
            "channel",
            "rule",
            "section",
            "state",
            "to",
            "what",
            "code",
            "language",
        }
        for event in catalogue.EVENTS.values():
            assert (event.__doc__ or "").count(".") >= 1, event.type
            assert event.type.startswith("spinney."), event.type
            assert event.type.endswith(".v1"), event.type
            words = {n for n, kind in event.__annotations__.items() if kind in {str, "str"}}
            assert words <= codes, event.type

    def test_everything_that_is_listened_for_exists(self):
        assert set(catalogue.HANDLERS) <= set(catalogue.EVENTS)

    def test_an_event_is_written_as_ids_numbers_and_dates(self, school):
        from datetime import date

        from spinney.plans.events import PlanPublished

        child = uuid7()
        event = PlanPublished(
            school_id=school, subject_id=uuid7(), child_id=child, version=2, layer="targeted",
            review_due=date(2027, 2, 1),
        )  # fmt: skip
        assert event.data() == {
            "child_id": str(child), "version": 2, "layer": "targeted", "review_due": "2027-02-01",
        }  # fmt: skip


@pytest.mark.django_db
def test_a_subject_made_in_a_test_is_fenced(school):
    """The helper `rows` above reads through the fence, so a zero there means the consumer's row is gone."""
    with tenancy.acting_in([school]):
        a_subject(school)
    assert rows(school) == 1
