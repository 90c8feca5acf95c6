"""The scope of one transaction: exactly the schools named, and nothing left behind for the next person."""

import pytest
from django.db import connection, transaction
from tests.factories.access import a_subject

from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import all_rows, one_row


def seen() -> int:
    return one_row("SELECT count(*) FROM access_subject")[0]


@pytest.mark.django_db
def test_only_the_named_schools_rows_are_in_reach():
    alder, birch = uuid7(), uuid7()
    with tenancy.acting_in([alder, birch]):
        a_subject(alder), a_subject(birch)
        assert seen() == 2
    with tenancy.acting_in([alder]):
        assert [row[0] for row in all_rows("SELECT school_id FROM access_subject")] == [alder]
    assert seen() == 0


@pytest.mark.django_db
def test_an_inner_scope_ends_where_it_ends():
    alder, birch = uuid7(), uuid7()
    with tenancy.acting_in([alder]):
        a_subject(alder)
        with tenancy.acting_in([birch]):
            assert tenancy.current().schools == {birch}
            assert seen() == 0
        assert tenancy.current().schools == {alder}
        assert seen() == 1


def _fail_in(school):
    with tenancy.acting_in([school]):
        a_subject(school)
        _ = 1 / 0


@pytest.mark.django_db
def test_a_scope_that_ends_in_an_error_is_undone_too():
    alder, birch = uuid7(), uuid7()
    with tenancy.acting_in([alder]):
        a_subject(alder)
        with pytest.raises(ZeroDivisionError):
            _fail_in(birch)
        assert seen() == 1
    with tenancy.acting_in([birch]):
        assert seen() == 0


@pytest.mark.django_db
def test_a_scope_takes_uuids_and_nothing_else():
    with pytest.raises(ValueError, match="badly formed"), tenancy.acting_in(["} OR true --"]):  # type: ignore[list-item]
        pass


def test_nothing_of_a_scope_stays_on_the_connection(live_database):
    """A connection is kept between requests: the next person's transaction must start with nothing in reach."""
    alder = uuid7()
    with tenancy.acting_in([alder], user_id=alder):
        a_subject(alder)
    with transaction.atomic():
        assert seen() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('spinney.schools', true)")
            assert cursor.fetchone()[0] in {None, ""}
            cursor.execute("SELECT current_setting('spinney.actor', true)")
            assert cursor.fetchone()[0] in {None, ""}
