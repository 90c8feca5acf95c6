"""Staff get an account and a role from the command line, a new password when they forget, and an end."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.test import Client
from tests.factories import access as make
from tests.factories.people import a_child
from tests.jobs.accounts.terminal import (
    a_school_and_urn,
    add_staff,
    password_in,
    said,
    told_in_log,
)

from spinney.access.models import Membership, Tie, User
from spinney.access.types import Relation, Role, TieState
from spinney.kernel import tenancy
from spinney.kernel.clock import now

pytestmark = pytest.mark.django_db
EMAIL = "sam@school.example"


def sam() -> User:
    return User.objects.get(email__iexact=EMAIL)


def roles(school) -> set[Role]:
    return set(make.the_actor(sam().id, now=now()).roles_in(school))


def test_a_first_account_has_a_role_from_today_and_a_password_of_one_use():
    school, urn = a_school_and_urn()
    told = add_staff(urn)
    assert "From today they are senco at Alder Primary." in told
    password = password_in(told)
    assert len(password) >= 12
    assert sam().check_password(password)
    assert sam().must_change_password
    assert roles(school) == {Role.SENCO}
    assert told_in_log(school) == ["open_account", "grant_membership"]


def test_two_accounts_get_two_passwords():
    _, urn = a_school_and_urn()
    first, second = (add_staff(urn, email=email) for email in (EMAIL, "x@school.example"))
    assert password_in(first) != password_in(second)


def test_a_second_run_changes_nothing_and_gives_no_password():
    school, urn = a_school_and_urn()
    add_staff(urn)
    kept, log = sam().password, told_in_log(school)
    told = add_staff(urn, email=EMAIL.upper())
    assert "already. Nothing was changed." in told
    assert "keeps its password" in told
    assert "One-time" not in told
    assert (sam().password, told_in_log(school)) == (kept, log)
    with tenancy.acting_in([school]):
        assert Membership.objects.filter(user=sam()).count() == 1


def test_a_second_role_and_a_second_school_join_the_same_account():
    school, urn = a_school_and_urn()
    other, other_urn = a_school_and_urn("Birch Academy")
    add_staff(urn)
    add_staff(urn, role="dsl")
    add_staff(other_urn, role="head")
    assert roles(school) == {Role.SENCO, Role.DSL}
    assert roles(other) == {Role.HEAD}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--email", "sam"), "not an e-mail address"),
        (("--name", " "), "Type the person's name"),
        (("--school", "999999"), "add the school first"),
        (("--role", "king"), "invalid choice"),
        (("--parent",), "not allowed with"),
    ],
)
def test_a_wrong_word_is_refused_and_makes_no_account(change, words):
    _, urn = a_school_and_urn()
    usual = ["--email", EMAIL, "--name", "Sam", "--school", urn, "--role", "senco"]
    with pytest.raises(CommandError, match=words):
        said("add_account", *usual, *change)
    assert not User.objects.filter(email__iexact=EMAIL).exists()


def test_an_account_is_for_staff_or_for_a_parent_and_says_which():
    _, urn = a_school_and_urn()
    with pytest.raises(CommandError, match="one of the arguments --role --parent is required"):
        said("add_account", "--email", EMAIL, "--name", "Sam", "--school", urn)


class TestEnd:
    """A leaver is out at once, and nobody else is."""

    @pytest.fixture
    def here(self):
        school, urn = a_school_and_urn()
        add_staff(urn)
        with tenancy.acting_in([school]):
            child = a_child(school)
            confirmed = make.a_tie(sam().id, school, child, Relation.KEY_ADULT)
            asked = make.a_tie(sam().id, school, child, Relation.PARENT, state=TieState.PROPOSED)
        return school, urn, confirmed, asked

    def test_roles_and_ties_close_now_and_not_at_midnight(self, here):
        school, urn, confirmed, asked = here
        told = said("end_account", "--email", EMAIL.upper(), "--school", urn)
        assert "roles 1, ties to children 2" in told
        assert not roles(school)
        with tenancy.acting_in([school]):
            assert Tie.objects.get(id=confirmed).valid_to == now().date() - timedelta(1)
            assert Tie.objects.get(id=asked).state == TieState.REFUSED
        assert told_in_log(school)[-1] == "end_account"

    def test_they_are_signed_out_everywhere_and_nobody_else_is(self, here):
        _, urn, *_ = here
        signed_in, other = Client(), Client()
        signed_in.force_login(sam())
        other.force_login(User.objects.get(id=make.a_user("Other")))
        assert "Signed out: 1" in said("end_account", "--email", EMAIL, "--school", urn)
        assert signed_in.get("/account").headers["Location"].startswith("/account/sign-in")
        assert other.get("/account").status_code == 200

    def test_another_school_stays(self, here):
        school, urn, *_ = here
        other, other_urn = a_school_and_urn("Birch Academy")
        add_staff(other_urn, role="head")
        said("end_account", "--email", EMAIL, "--school", urn)
        assert roles(other) == {Role.HEAD}
        assert not roles(school)

    def test_a_second_run_changes_nothing_and_says_so(self, here):
        school, urn, *_ = here
        said("end_account", "--email", EMAIL, "--school", urn)
        log = told_in_log(school)
        assert "Nothing was changed" in said("end_account", "--email", EMAIL, "--school", urn)
        assert told_in_log(school) == log

    def test_someone_who_comes_back_gets_the_role_again(self, here):
        school, urn, *_ = here
        said("end_account", "--email", EMAIL, "--school", urn)
        assert "From today" in add_staff(urn)
        assert roles(school) == {Role.SENCO}


@pytest.mark.parametrize("command", ["end_account", "set_password"])
def test_an_unknown_e_mail_is_told(command):
    _, urn = a_school_and_urn()
    school = ("--school", urn) if command == "end_account" else ()
    with pytest.raises(CommandError, match="No account has this e-mail"):
        said(command, "--email", "nobody@school.example", *school)


def test_a_forgotten_password_is_replaced_and_every_session_ends():
    school, urn = a_school_and_urn()
    other, other_urn = a_school_and_urn("Birch Academy")
    old = password_in(add_staff(urn))
    add_staff(other_urn, role="head")
    User.objects.filter(id=sam().id).update(must_change_password=False)
    signed_in = Client()
    signed_in.force_login(sam())
    new = password_in(said("set_password", "--email", EMAIL.upper()))
    assert signed_in.get("/account").status_code == 302
    assert sam().check_password(new)
    assert not sam().check_password(old)
    assert sam().must_change_password
    for place in (school, other):
        assert told_in_log(place)[-1] == "give_password"


def test_an_account_that_no_school_knows_gets_no_password():
    user = User.objects.get(id=make.a_user())
    with pytest.raises(CommandError, match="No school knows this account"):
        said("set_password", "--email", user.email)
    assert User.objects.get(id=user.id).password == user.password
