"""The log where transactions really commit: undone with its act, and one chain under many writers."""

import threading

import pytest
from django.db import connection
from tests.factories.access import NOW

from spinney.access import services
from spinney.access.models import AuditHead, AuditLeaf
from spinney.access.types import Action, Actor
from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7


def write(school, **detail):
    services.record(
        Actor(uuid7(), "Sam"), Action.VIEW_PLAN, school_id=school, subjects=[uuid7()], now=NOW,
        **detail,
    )  # fmt: skip


def test_a_leaf_outside_a_transaction_is_refused(live_database):
    with pytest.raises(RuntimeError, match="outside the transaction"):
        write(uuid7())


def test_a_leaf_is_undone_with_its_act(live_database):
    school = uuid7()
    with pytest.raises(ZeroDivisionError):
        fail_after_writing(school)
    with tenancy.acting_in([school]):
        assert AuditLeaf.objects.count() == 0
        assert AuditHead.objects.count() == 0


def fail_after_writing(school):
    with tenancy.acting_in([school]):
        write(school)
        _ = 1 / 0


def test_many_writers_make_one_chain_without_gaps(live_database):
    school, faults = uuid7(), []

    def writer():
        try:
            for number in range(25):
                with tenancy.acting_in([school]):
                    write(school, number=number)
        except BaseException as fault:  # noqa: BLE001  (shown below)
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    with tenancy.acting_in([school]):
        report = services.verify_chain(school)
    assert (report.size, report.sound) == (100, True)
