"""Faults that would open a file to the wrong reader. Each is planted once and must be caught by test_files."""

from spinney.access import services as access
from spinney.access.types import Decision, FieldClass
from spinney.plans.queries import files
from spinney.plans.rules import files as rules
from spinney.plans.rules import render, voices


def no_decision(monkeypatch):
    """The address alone opens a file."""
    everything = Decision(allowed=True, why="", classes=frozenset(FieldClass))
    monkeypatch.setattr(access.Standing, "decide", lambda *_: everything)


def any_version_for_any_reader(monkeypatch):
    """Whoever reads something of the plan opens every file on it."""
    monkeypatch.setattr(files, "_shown", lambda form, lines, classes: render.lines_from(lines))


def a_citation_is_not_asked_for(monkeypatch):
    """Whoever reads the plan opens what no version rests on."""
    monkeypatch.setattr(rules, "cites", lambda *_: True)
    leaky = files.FILE_SQL.replace(f"AND x.number IN ({files.CITING})", "")
    assert leaky != files.FILE_SQL
    monkeypatch.setattr(files, "FILE_SQL", leaky)


def what_was_taken_away_stays_open(monkeypatch):
    """An editor opens what was taken away."""
    leaky = files.FILE_SQL.replace("a.gone_at IS NOT NULL", "false")
    assert leaky != files.FILE_SQL
    monkeypatch.setattr(files, "FILE_SQL", leaky)


FILES = (
    no_decision, any_version_for_any_reader, a_citation_is_not_asked_for, what_was_taken_away_stays_open,
)  # fmt: skip


def a_private_recording_plays(monkeypatch):
    """What a child has not shared is played to whoever has its address."""
    monkeypatch.setattr(voices, "shown_to_school", lambda _: True)


def home_hears_what_school_was_told(monkeypatch):
    """A parent hears what was shared with school alone."""
    monkeypatch.setattr(voices, "shown_to_family", lambda _: True)


def a_helper_keeps_the_key(monkeypatch):
    """The helper of a sitting hears it again on a later day."""
    monkeypatch.setattr(voices, "may_open", lambda voice, *, reader, today: voice.by == reader)


def no_decision_on_a_recording(monkeypatch):
    """A member of staff without a tie to the child hears what was shared with the adults around them."""
    everything = Decision(allowed=True, why="", classes=frozenset(FieldClass))
    monkeypatch.setattr(access.Standing, "decide", lambda *_: everything)


RECORDINGS = (
    a_private_recording_plays, home_hears_what_school_was_told, a_helper_keeps_the_key,
    no_decision_on_a_recording,
)  # fmt: skip
