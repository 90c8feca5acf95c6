"""Faults that would tell one parent of the other. Each is planted once and must be caught by the twin worlds."""

from spinney.access import looks
from spinney.kernel.rows import all_rows
from spinney.plans.queries import family, questions, voices
from spinney.plans.rules import render


def her_answers_include_his(monkeypatch):
    """The answers of a plan are read without asking whose they are."""

    def everybodys(_actor, view):
        rows = all_rows(
            f"SELECT {family.COLUMNS} FROM plans_answer WHERE school_id = %s AND plan_id = %s"
            " ORDER BY at DESC, id DESC",
            [view.header.school_id, view.header.id],
        )
        return tuple(map(family.answer_from, rows))

    monkeypatch.setattr(family, "_own_answers", everybodys)


def her_home_counts_his_replies(monkeypatch):
    """A reply to him makes her page say that a question was answered."""
    leaky = family.HOME_SQL.replace(
        "AND a.from_user = %(f_user)s AND a.replied_at", "AND a.replied_at"
    )
    assert leaky != family.HOME_SQL
    monkeypatch.setattr(family, "HOME_SQL", leaky)


def her_home_counts_his_answers(monkeypatch):
    """His answer makes hers look given."""
    leaky = family.HOME_SQL.replace(
        "AND a.from_user = %(f_user)s AND a.version = p.version", "AND a.version = p.version"
    )
    assert leaky != family.HOME_SQL
    monkeypatch.setattr(family, "HOME_SQL", leaky)


def family_looks_are_listed(monkeypatch):
    """The log page lists the father's looks like anyone's."""
    leaky = (
        looks.LOOKS_SQL.replace(
            "AND EXISTS (SELECT 1 FROM access_membership m",
            "AND (true OR EXISTS (SELECT 1 FROM access_membership m",
            1,
        )
        .replace(
            "(m.valid_to IS NULL OR m.valid_to >= x.day))\n   AND NOT",
            "(m.valid_to IS NULL OR m.valid_to >= x.day)))\n   AND NOT",
            1,
        )
        .replace("AND t.relation = ANY(%(family)s))", "AND false)", 1)
    )
    assert leaky != looks.LOOKS_SQL
    monkeypatch.setattr(looks, "LOOKS_SQL", leaky)


def typing_in_counts_as_looking(monkeypatch):
    """What the office did with the father's paper form shows as an entry of the log."""
    monkeypatch.setattr(
        looks, "WORDS", {**looks.WORDS, "enter_answer": ("typed in an answer",) * 3}
    )
    monkeypatch.setattr(
        looks, "LOOKS_SQL", looks.LOOKS_SQL.replace("x.told ->> 'outcome' = 'seen'", "true")
    )


def everyones_words_are_rendered(monkeypatch):
    """The rendering forgets whose line it is."""
    monkeypatch.setattr(render, "_open", lambda *_: True)


def his_reading_counts_as_hers(monkeypatch):
    """Whoever of the family read last decides what is new to all."""
    leaky = family.HOME_SQL.replace(
        "AND r.plan_id = p.id AND r.user_id = %(f_user)s", "AND r.plan_id = p.id LIMIT 1"
    )
    assert leaky != family.HOME_SQL
    monkeypatch.setattr(family, "HOME_SQL", leaky)


def her_space_is_anyones(monkeypatch):
    """A parent's space is read without asking whose it is: his stands in hers."""

    def the_newest(header, **_):
        rows = all_rows(
            voices.PARENT_SQL, {"school": header.school_id, "plan": header.id, "user": None}
        )
        return _Anyone(voices.voice_from(stored) for _, stored in rows)

    monkeypatch.setattr(voices, "parent_spaces", the_newest)


class _Anyone(dict):
    """Answers to every key with the first of what it holds."""

    def __init__(self, found):
        self.first = next(iter(found), None)

    def get(self, *_):
        return self.first


def her_question_holds_his_steps(monkeypatch):
    """The steps of a question are read by plan, not by question."""
    leaky = questions.STEPS_SQL.replace("AND answer_id = %s", "AND answer_id <> %s")
    assert leaky != questions.STEPS_SQL
    monkeypatch.setattr(questions, "STEPS_SQL", leaky)


ALL = (
    her_space_is_anyones, her_question_holds_his_steps,
    her_answers_include_his, her_home_counts_his_replies, her_home_counts_his_answers,
    family_looks_are_listed, typing_in_counts_as_looking, everyones_words_are_rendered,
    his_reading_counts_as_hers,
)  # fmt: skip
