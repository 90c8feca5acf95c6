"""Faults that somebody might build one day to make an unmet need go away. Each must be caught.

A mutant plants its fault and names the act of test_unmet.py that would set it off.
"""

from spinney.kernel.rows import run
from spinney.plans.services import lines, publish

CLOSE = """
UPDATE plans_unmet_need SET closing = 'ended', closed_on = since, closed_how = 'no longer planned',
       closed_at = now(), closed_by = recorded_by
 WHERE school_id = %s AND plan_id = %s AND closed_at IS NULL
"""
ONLY_WITH_A_LINE = """(n.line IS NULL OR EXISTS (
  SELECT 1 FROM plans_draft_line l WHERE l.school_id = n.school_id AND l.id = n.line)) AND """


def closed_when_the_line_is_removed(monkeypatch) -> str:
    real = lines.touch

    def touch(actor, plan, *, now, **detail):
        if "removed" in detail:
            run(CLOSE, [plan.school_id, plan.id])
        real(actor, plan, now=now, **detail)

    monkeypatch.setattr(lines, "touch", touch)
    return "removed"


def closed_when_a_version_promises_less(monkeypatch) -> str:
    real = publish.store_promises

    def store(owner, *rest):
        run(CLOSE, [owner[0], owner[2]])
        return real(owner, *rest)

    monkeypatch.setattr(publish, "store_promises", store)
    return "fewer_minutes"


def out_of_the_list_when_the_line_is_gone(monkeypatch) -> str:
    from spinney.plans.queries import unmet

    at = unmet.OF_CHILD.rindex("WHERE n.school_id = %s") + len("WHERE ")
    hidden = unmet.OF_CHILD[:at] + ONLY_WITH_A_LINE + unmet.OF_CHILD[at:]
    monkeypatch.setattr(unmet, "OF_CHILD", hidden)
    return "removed"


MUTANTS = [
    closed_when_the_line_is_removed, closed_when_a_version_promises_less,
    out_of_the_list_when_the_line_is_gone,
]  # fmt: skip
