"""What a school may settle about its plans, and what follows from it. No law asks for any of it today."""

from collections.abc import Sequence
from datetime import date, timedelta

from spinney.kernel.errors import BadInput
from spinney.plans.rules.questions import MOST_DAYS
from spinney.plans.types import LegalStatus, Line, Template
from spinney.plans.types.forms import Settings, SignOff

MOST_WEEKS = 104
# Neither a sign-off nor a deadline is in any law or guidance in force (state of October 2026).
LABELS = (LegalStatus.LOCAL, LegalStatus.PROPOSAL)
ASK = (
    "Your school asks the family before it publishes. "
    "Say how and when they were asked about this version."
)
WAIT = (
    "Your school waits for an answer from the family before it publishes, and none has come "
    "since the last version. "
    "Wait for it, write what they told you in the plan, or say why this version cannot wait."
)


def check(settings: Settings) -> None:
    """BadInput names the box to put right."""
    weeks = {"review_weeks": settings.review_weeks, "deadline_weeks": settings.deadline_weeks}
    for field, number in weeks.items():
        if number is not None and not 1 <= number <= MOST_WEEKS:
            raise BadInput(f"Give a number of weeks from 1 to {MOST_WEEKS}.", field=field)
    if not 1 <= settings.answer_days <= MOST_DAYS:
        raise BadInput(f"Give a number of working days from 1 to {MOST_DAYS}.", field="answer_days")
    for field, status in (
        ("sign_off_status", settings.sign_off_status),
        ("deadline_status", settings.deadline_status),
    ):
        if status not in LABELS:
            raise BadInput(
                "No law sets this today. Choose 'our own rule' or 'a proposal'.", field=field
            )


def review_suggested(today: date, weeks: int) -> date:
    return today + timedelta(weeks=weeks)


def write_by(opened_on: date, weeks: int | None) -> date | None:
    return None if weeks is None else opened_on + timedelta(weeks=weeks)


def reason_to_wait(rule: SignOff, *, answered: bool, said: str) -> str:
    """Empty when the version may be published. A rule never stops it outright: a child is not kept from help
    by a letter that nobody answers, but the reason is written down and stays with the version."""
    if said.strip() or rule is SignOff.NONE:
        return ""
    if rule is SignOff.ASKED:
        return ASK
    return "" if answered else WAIT


def family_has_written(template: Template, before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether the draft holds words of the family's that the version in force does not."""
    own = {spec.code for spec in template.sections if spec.own_words_of}
    old = {line.id: line.values for line in before}
    return any(
        line.section in own and line.values and old.get(line.id) != line.values for line in after
    )
