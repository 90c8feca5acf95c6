"""How 'how often' is read: the table of wordings as a page."""

from spinney.jobs.reference.tables import page, table
from spinney.plans.rules.frequency import A_WEEK, RULES, sessions_a_week


def how_often() -> str:
    wordings = table(
        ["Written like this", "Sessions a week"],
        [[example, str(sessions_a_week(example))] for _, _, example in RULES],
    )
    units = table(
        ["Once every", "Sessions a week"], [[name, str(count)] for name, count in A_WEEK.items()]
    )
    return page(
        "How often",
        "spinney.plans.rules.frequency.RULES",
        "The provision map reads these wordings, with any number from 1 to 99 or the words for one to ten. The"
        " first that fits the whole text counts. What fits none ('as needed', '2-3 times a week') is not clear: it"
        " is listed, left out of the totals and never guessed.",
        wordings,
        "A school year is 38 weeks of teaching in three terms and six half terms.",
        units,
    )
