"""The first school of an installation comes from the command line, and only from the database's owner."""

import pytest
from django.core.management import CommandError
from tests.factories.database import as_owner
from tests.jobs.accounts.terminal import said, told_in_log

from spinney.people.models import School, Trust

pytestmark = pytest.mark.django_db
FACTS = {"urn": "123456", "laestab": "820/4999", "name": "Elm Primary", "phase": "primary"}


@pytest.fixture(autouse=True)
def _owner(settings):
    settings.DATABASE_ROLE = "owner"


def add(**facts: str) -> str:
    words = [word for key, value in (FACTS | facts).items() for word in (f"--{key}", value)]
    with as_owner():
        return said("add_school", *words)


def test_a_school_is_added_with_its_trust_and_it_is_in_its_log():
    assert "Elm Primary is added" in add(trust="Hedgerow Trust")
    school = School.objects.get(urn="123456")
    assert (school.laestab, school.phase, school.trust.name) == (
        "8204999", "primary", "Hedgerow Trust",
    )  # fmt: skip
    assert told_in_log(school.id) == ["add_school"]


def test_a_second_school_joins_the_trust_that_is_there():
    add(trust="Hedgerow Trust")
    add(urn="123457", trust="Hedgerow Trust")
    assert Trust.objects.filter(name="Hedgerow Trust").count() == 1


def test_the_same_urn_again_changes_nothing_and_says_so():
    add()
    assert "here already. Nothing was changed" in add(name="Other", laestab="8204998", trust="New")
    assert School.objects.get(urn="123456").name == "Elm Primary"
    assert not Trust.objects.filter(name="New").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"urn": "12345"}, "URN has six digits"),
        ({"urn": "012345"}, "URN has six digits"),
        ({"laestab": "82/04999"}, "LAESTAB has seven digits"),
        ({"name": "  "}, "Type the school's name"),
        ({"phase": "college"}, "invalid choice"),
    ],
)
def test_a_school_with_wrong_facts_is_refused(wrong, words):
    with pytest.raises(CommandError, match=words):
        add(**wrong)
    assert not School.objects.filter(name="Elm Primary").exists()


def test_the_pages_role_may_not_add_a_school(settings):
    settings.DATABASE_ROLE = "app"
    with pytest.raises(CommandError, match="Only the owner"):
        add()
