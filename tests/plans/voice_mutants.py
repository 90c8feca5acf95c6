"""Faults that would show what a child keeps private. Each is planted once and must be caught by test_voices."""

from spinney.access import services as access
from spinney.plans.queries import family as family_query
from spinney.plans.queries import page, review, voices
from spinney.plans.rules import voices as rules


def _open(sql: str) -> str:
    leaky = sql.replace("AND x.sharing = ANY(ARRAY['school', 'family'])", "").replace(
        "AND x.sharing = 'family'", ""
    )
    assert leaky != sql
    return leaky


def anyone_reads_on_the_plan_page(monkeypatch):
    """The plan page shows a page of the child whether or not it is shared."""
    monkeypatch.setattr(page, "PAGE_SQL", _open(page.PAGE_SQL))
    monkeypatch.setattr(rules, "shown_to_school", lambda _: True)


def anyone_reads_at_the_review(monkeypatch):
    """The review opens with what was never shared."""
    monkeypatch.setattr(review, "OPEN_SQL", _open(review.OPEN_SQL))
    monkeypatch.setattr(rules, "shown_to_school", lambda _: True)


def the_family_reads_what_school_was_told(monkeypatch):
    """A parent's page shows what was shared with school alone, or with nobody."""
    monkeypatch.setattr(family_query, "ABOUT_SQL", _open(family_query.ABOUT_SQL))
    monkeypatch.setattr(rules, "shown_to_family", lambda _: True)


def every_helper_opens_every_sitting(monkeypatch):
    """Another adult beside the child finds what the child said to the first."""
    monkeypatch.setattr(rules, "may_open", lambda *_, **__: True)
    leaky = voices.CHILD_SQL.replace("x.by = %(user)s OR", "true OR %(user)s IS NULL OR")
    assert leaky != voices.CHILD_SQL
    monkeypatch.setattr(voices, "CHILD_SQL", leaky)


def a_helper_keeps_the_key(monkeypatch):
    """The helper of a sitting opens it again on a later day."""
    monkeypatch.setattr(rules, "may_open", lambda voice, *, reader, today: voice.by == reader)


def the_room_sees_what_school_was_told(monkeypatch):
    """The meeting's screen shows what was shared with school alone."""
    monkeypatch.setattr(review, "shown_to_family", lambda _: True)


def a_parent_on_the_staff_is_staff(monkeypatch):
    """A parent who works at the school reads what the child told school alone."""
    monkeypatch.setattr(access, "is_family", lambda _: False)


ALL = (
    anyone_reads_on_the_plan_page, anyone_reads_at_the_review,
    the_family_reads_what_school_was_told, every_helper_opens_every_sitting, a_helper_keeps_the_key,
    the_room_sees_what_school_was_told, a_parent_on_the_staff_is_staff,
)  # fmt: skip
