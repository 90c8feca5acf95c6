"""A question on a line: what may follow what, and by when the school answers."""

from datetime import date, timedelta

from spinney.plans.types.voices import QuestionState, StepOf

DEFAULT_DAYS = 5
MOST_DAYS = 20
CLOSED_ALREADY = "Whoever asked has closed this question. Only they can open it again."
WAITS = "This question waits for the school. Your words were not sent. Reload the page to add them."
ANSWERED_ALREADY = "Someone has already replied. Reload the page to read the reply."

Q, S = QuestionState, StepOf
# What leads from each state to which: anything that is not here is refused with the words of REFUSALS.
NEXT: dict[tuple[QuestionState, StepOf], QuestionState] = {
    (Q.OPEN, S.NOTE): Q.OPEN,
    (Q.OPEN, S.REPLY): Q.ANSWERED,
    (Q.OPEN, S.MORE): Q.OPEN,
    (Q.OPEN, S.CLOSED): Q.CLOSED,
    (Q.ANSWERED, S.CLOSED): Q.CLOSED,
    (Q.ANSWERED, S.REOPENED): Q.OPEN,
    (Q.CLOSED, S.REOPENED): Q.OPEN,
}
REFUSALS = {Q.OPEN: WAITS, Q.ANSWERED: ANSWERED_ALREADY, Q.CLOSED: CLOSED_ALREADY}


def state_of(*, replied: bool, closed: bool) -> QuestionState:
    if closed:
        return Q.CLOSED
    return Q.ANSWERED if replied else Q.OPEN


def reason_not_to(state: QuestionState, step: StepOf) -> str:
    return "" if (state, step) in NEXT else REFUSALS[state]


def answer_due(asked_on: date, days: int) -> date:
    """So many working days later: Monday to Friday. Holidays are not left out, so that a family can count too."""
    due = asked_on
    for _ in range(days):
        due += timedelta(days=1)
        while due.isoweekday() > 5:
            due += timedelta(days=1)
    return due


def is_overdue(state: QuestionState, due_on: date, today: date) -> bool:
    return state is Q.OPEN and due_on < today
