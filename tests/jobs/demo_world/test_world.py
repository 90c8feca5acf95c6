"""The invented world is always the same, has the promised sizes, and nothing in it can be real."""

import hashlib
import re
from collections import Counter
from dataclasses import astuple
from datetime import date

import pytest

from spinney.access.types import DenialKind, Relation, Role, TieState
from spinney.jobs.demo_world import SMALL, build
from spinney.kernel.identifiers import UpnKind, is_urn, upn_fault, upn_kind


def fingerprint(world) -> str:
    return hashlib.sha256(repr(world).encode()).hexdigest()


def by_school(world, key):
    return next(school for school in world.schools if school.key == key)


def roll(world, key):
    school = by_school(world, key)
    return [c for c in world.children if c.school_id == school.id and c.left_on is None]


def test_the_same_seed_and_day_give_the_same_world(small):
    assert fingerprint(small) == fingerprint(build(small.seed, small.today, SMALL))


def test_the_world_of_seed_seven_is_the_one_we_wrote_down(small):
    """A new Python or a new library must not change it. Change the sum only with the bank."""
    people = [astuple(child)[:9] for child in small.children]
    assert hashlib.sha256(repr(people).encode()).hexdigest()[:16] == "82fb4b565e8d3c1c"


def test_another_seed_gives_other_people(small):
    other = build(small.seed + 1, small.today, SMALL)
    assert fingerprint(small) != fingerprint(other)
    assert not {c.id for c in small.children} & {c.id for c in other.children}


def test_ids_are_shaped_like_uuid7_and_used_once(world):
    tables = [world.users, world.children, world.carers, world.contacts, world.ties, world.lessons,
              world.groups, world.group_children, world.plans, world.staff]  # fmt: skip
    ids = [row.id for table in tables for row in table]
    assert len(ids) == len(set(ids))
    assert {identifier.version for identifier in ids} == {7}
    assert {identifier.variant for identifier in ids} == {"specified in RFC 4122"}


@pytest.mark.parametrize(
    ("key", "pupils"), [("primary", 280), ("secondary", 1050), ("special", 120), ("fourth", 210)]
)
def test_each_school_has_its_roll(world, key, pupils):
    assert len(roll(world, key)) == pupils


@pytest.mark.parametrize(
    ("key", "support", "ehcp"),
    [("primary", 0.148, 0.045), ("secondary", 0.13, 0.04), ("special", 0.0, 1.0)],
)
def test_sen_shares_are_near_the_national_ones(world, key, support, ehcp):
    counts = Counter(child.sen_provision for child in roll(world, key))
    total = len(roll(world, key))
    assert counts["K"] / total == pytest.approx(support, abs=0.01)
    assert counts["E"] / total == pytest.approx(ehcp, abs=0.01)


def test_the_fourth_school_is_outside_the_trust(world):
    assert [school.key for school in world.schools if school.trust_id is None] == ["fourth"]


def test_no_number_could_be_a_real_school_or_child(world):
    for school in world.schools:
        assert is_urn(school.urn)
        assert school.urn.startswith("9990")
        assert school.laestab.startswith("999")
    for child in world.children:
        assert upn_fault(child.upn) is None
        assert child.upn[1:4] == "999"


def test_a_upn_is_given_once_and_moves_with_the_child(world):
    holders = Counter(child.upn for child in world.children)
    moved = world.case("moved school")
    shared = [upn for upn, count in holders.items() if count > 1]
    assert shared == [next(child.upn for child in world.children if child.id == moved)]


def test_one_newcomer_has_a_temporary_upn(world):
    assert [c.id for c in world.children if upn_kind(c.upn) is UpnKind.TEMPORARY] == [
        world.case("tie waits for a person")
    ]


def test_no_telephone_rings_and_no_letter_arrives(world):
    for carer in world.carers:
        assert all(re.fullmatch(r"07700 900\d{3}|01632 960\d{3}", phone) for phone in carer.phones)
        assert re.fullmatch(r"ZZ[1-8] \d[A-Z]{2}", carer.postcode)
        assert carer.email == "" or carer.email.endswith("@example.org")
    assert all(user.email.endswith((".example", "@example.org")) for user in world.users)
    assert all(re.fullmatch(r"ZZ[1-8] \d[A-Z]{2}", child.postcode) for child in world.children)


def test_every_account_has_its_own_address(world):
    emails = [user.email for user in world.users]
    assert len(emails) == len(set(emails))
    assert all(re.fullmatch(r"[a-z0-9.@-]+", email) for email in emails)


def test_children_are_of_the_age_of_their_year(world):
    for child in world.children:
        turned = 2026 - (0 if child.year == "R" else int(child.year)) - 5
        assert date(turned, 9, 1) <= child.born_on <= date(turned + 1, 8, 31)


def test_every_leading_post_is_held_in_every_school(world):
    for school in world.schools:
        held = {m.role for m in world.memberships if m.school_id == school.id}
        assert held == set(Role)


def test_names_come_from_many_cultures(world):
    languages = {language for child in world.children for language in child.languages}
    assert len(languages) >= 20
    surnames = {child.surname for child in world.children}
    assert any("'" in name for name in surnames)
    assert any("-" in name for name in surnames)
    assert any(name.startswith("ap ") for name in surnames)
    assert "" in surnames
    assert any(not name.isascii() for name in surnames)


def test_each_adult_around_a_child_has_five_separate_facts(world):
    facts = {"parental_responsibility", "lives_with", "priority"}
    for contact in world.contacts:
        told = {
            fact for fact, source, on in contact.provenance if source and date.fromisoformat(on)
        }
        assert facts <= told
        assert ("court_order" in told) == bool(contact.court_order)
        assert ("contact_restriction" in told) == bool(contact.contact_restriction)


def test_every_child_has_an_adult_and_is_enrolled(world):
    contacts = {contact.child_id for contact in world.contacts}
    enrolled = {row.child_id for row in world.enrolments}
    for child in world.children:
        assert child.id in contacts
        assert child.id in enrolled


def test_feeds_only_propose_and_people_confirm(world):
    for tie in world.ties:
        if tie.relation in {Relation.PARENT, Relation.SELF}:
            assert (tie.state is TieState.CONFIRMED) == (tie.confirmed_by is not None)


def test_family_accounts_are_tied_only_with_parental_responsibility(world):
    account = {carer.id: carer.user_id for carer in world.carers}
    holds = {(account[c.carer_id], c.child_id) for c in world.contacts if c.parental_responsibility}
    ties = {(t.user_id, t.subject_id) for t in world.ties if t.relation is Relation.PARENT}
    assert ties <= holds


def test_every_kind_of_denial_stands_somewhere(world):
    assert {denial.kind for denial in world.denials} == set(DenialKind)


def test_the_small_world_is_small_and_has_every_special_case(small, world):
    assert len(small.children) < 60
    assert len(small.plans) < 35
    assert dict(small.cases).keys() == dict(world.cases).keys()
    assert {p.key for p in small.personas} == {p.key for p in world.personas}
