"""What is taken away is gone at the next request: nothing of a permission is kept between requests or processes."""

import threading

import pytest
from tests.factories import access as make

from spinney.access import services
from spinney.access.models import Membership, Tie
from spinney.access.types import Action, Relation, Role
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7

NOW = make.NOW
ROUNDS = 40
BETWEEN = -1  # the change is under way: a read that touches this time proves nothing


class Readers:
    """Threads that keep asking, each on its own connection, and note the turn in which each answer began."""

    def __init__(self, user, school, child, number=3):
        self.asked = (user, school, child)
        self.turn, self.stop = 0, threading.Event()
        self.seen: list[tuple[int, bool]] = []
        self.settled: list[tuple[int, bool]] = []
        self.faults: list[BaseException] = []
        self.threads = [threading.Thread(target=self.read) for _ in range(number)]

    def read(self):
        from django.db import connection

        user, school, child = self.asked
        try:
            while not self.stop.is_set():
                began = self.turn
                actor = make.the_actor(user)
                with tenancy.acting_in(actor.schools, user_id=user):
                    answer = services.allows(
                        actor, Action.VIEW_PLAN, school_id=school, subject_id=child, now=NOW
                    )
                self.seen.append((began, answer))
                # Where the turn did not change meanwhile, the answer is that turn's.
                ended = self.turn
                if began == ended and ended != BETWEEN:
                    self.settled.append((began, answer))
        except BaseException as fault:  # noqa: BLE001  (shown by the test)
            self.faults.append(fault)
        finally:
            connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def wait_for_reads(readers):
    """Until a few reads began and ended within this turn."""
    done = len(readers.settled)
    while len(readers.settled) < done + 3 and not readers.faults:
        readers.stop.wait(0.002)


@pytest.mark.parametrize("what", ["tie", "membership"])
def test_no_read_that_starts_after_a_revocation_is_allowed(live_database, what):
    school, user = uuid7(), make.a_user()
    with tenancy.acting_in([school]):
        child = make.a_subject(school)
        if what == "tie":
            make.a_tie(user, school, child, Relation.PARENT)
        else:
            make.a_membership(user, school, Role.SENCO)
    model = Tie if what == "tie" else Membership
    with Readers(user, school, child) as readers:
        for number in range(ROUNDS):
            open_now = number % 2 == 1
            readers.turn = BETWEEN
            with tenancy.acting_in([school]):
                model.objects.filter(user_id=user).update(
                    valid_to=None if open_now else make.LONG_AGO
                )
            readers.turn = number + 1  # acknowledged: reads that begin from here on must see it
            wait_for_reads(readers)
    assert readers.faults == []
    # Odd turns begin after a revocation, even ones after a grant.
    stale = [turn for turn, allowed in readers.settled if turn % 2 == 1 and allowed]
    granted = [turn for turn, allowed in readers.settled if turn and turn % 2 == 0 and allowed]
    assert stale == []
    assert len(granted) > ROUNDS / 4
