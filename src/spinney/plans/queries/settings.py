"""What a school has settled about its plans, and what follows from it on a page."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import one_row
from spinney.plans.models import SchoolForm
from spinney.plans.rules import settings as rules
from spinney.plans.rules.school_form import additions_from
from spinney.plans.templates import form_ref, forms_of, settings_of
from spinney.plans.types import FieldKind, Template
from spinney.plans.types.forms import (
    Additions,
    Affected,
    FormRef,
    SchoolFormPage,
    SettingsPage,
    WritingDue,
)

AFFECTED_SQL = """
SELECT count(*), count(*) FILTER (WHERE version = 0), count(*) FILTER (WHERE review_due IS NULL)
  FROM plans_plan WHERE school_id = %s AND lifecycle <> 'ended'
"""


def settings_page(actor: Actor, *, school_id: UUID) -> SettingsPage:
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    counts = one_row(AFFECTED_SQL, [school_id]) or (0, 0, 0)
    return SettingsPage(settings_of(school_id), forms_of(school_id), Affected(*counts))


def school_form_page(
    actor: Actor, *, school_id: UUID, base_id: UUID | None = None
) -> SchoolFormPage:
    """The school's form on one template; without a choice, on the one that new plans use."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    wanted = base_id or settings_of(school_id).template_id
    current = _form_on(forms_of(school_id), wanted)
    own = SchoolForm.objects.filter(school_id=school_id, id=current.own_id).first()
    additions = additions_from(own.body) if own else Additions()
    return SchoolFormPage(form_ref(current.base_id, None), current, additions)


def _form_on(forms: tuple[FormRef, ...], base_id: UUID) -> FormRef:
    found = next((form for form in forms if form.base_id == base_id), None)
    if found is None:
        raise NotFound("There is no such template.")
    return found


def writing_due(school_id: UUID, *, opened_on: date) -> WritingDue | None:
    """By when a plan is to be written; nothing where the school has set no deadline."""
    found = settings_of(school_id)
    on = rules.write_by(opened_on, found.deadline_weeks)
    if on is None or found.deadline_weeks is None:
        return None
    return WritingDue(on, found.deadline_weeks, found.deadline_status)


def with_review_hint(template: Template, *, school_id: UUID, now: datetime) -> Template:
    """The form with the school's own interval told beside the date of the next review."""
    weeks = settings_of(school_id).review_weeks
    day = rules.review_suggested(school_day(now), weeks)
    words = f"Your school reviews every {weeks} weeks: from today, by {day.day} {day:%B %Y}."
    return replace(
        template,
        sections=tuple(
            replace(
                section,
                fields=tuple(
                    replace(spec, hint=words)
                    if (spec.code, spec.kind) == ("next_review", FieldKind.DATE)
                    else spec
                    for spec in section.fields
                ),
            )
            if section.code == "review"
            else section
            for section in template.sections
        ),
    )
