"""What a school has settled about its plans, and what follows from it on a page."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.queries import children_open_to, classes_for_role
from spinney.access.types import Action, Actor, Relation
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import all_rows, one_row
from spinney.plans.rules import school_form
from spinney.plans.rules import settings as rules
from spinney.plans.rules.school_form import additions_from
from spinney.plans.templates import form_ref, forms_of, settings_of
from spinney.plans.types import FieldKind, Template
from spinney.plans.types.forms import (
    Additions,
    Affected,
    FormRef,
    NewField,
    PreviewField,
    PreviewPart,
    SchoolFormPage,
    SettingsPage,
    ToWrite,
    WritingDue,
)

AFFECTED_SQL = """
SELECT count(*), count(*) FILTER (WHERE version = 0), count(*) FILTER (WHERE review_due IS NULL)
  FROM plans_plan WHERE school_id = %s AND lifecycle <> 'ended'
"""

TO_WRITE_SQL = """
SELECT p.id, p.child_id,
       trim(coalesce(nullif(c.preferred_forename, ''), c.forename) || ' '
            || coalesce(nullif(c.preferred_surname, ''), c.surname)),
       p.opened_on + 7 * %(weeks)s
  FROM plans_plan p JOIN people_child c ON c.school_id = p.school_id AND c.id = p.child_id
 WHERE p.school_id = %(school)s AND p.version = 0 AND p.lifecycle <> 'ended' AND {allowed}
 ORDER BY p.opened_on, p.id LIMIT %(most)s
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
    row = one_row(
        "SELECT body FROM plans_school_form WHERE school_id = %s AND id = %s",
        [school_id, current.own_id],
    )
    additions = additions_from(row[0]) if row else Additions()
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


def changed_form(
    found: SchoolFormPage, working: Additions, *, act: str, asked: NewField
) -> Additions:
    """The form someone is working on after one press of a button. Nothing is stored."""
    template, (what, _, rest) = found.base.template, act.partition(":")
    section, _, code = rest.partition(".")
    school_form.check(template, working)
    if what == "add":
        return school_form.new_field(template, working, asked)
    if what == "remove":
        return school_form.without_field(working, section, code)
    if what in {"up", "down"}:
        return school_form.moved(template, working, section, code, up=what == "up")
    return working


def form_preview(found: SchoolFormPage, working: Additions) -> tuple[PreviewPart, ...]:
    """The form as it would be, and who would read each field. BadInput when it breaks the template's rules."""
    school_form.check(found.base.template, working)
    template = school_form.with_additions(found.base.template, working)
    family = classes_for_role(Relation.PARENT, Action.VIEW_PLAN)
    teacher = classes_for_role(Relation.TEACHES, Action.VIEW_PLAN)
    return tuple(
        PreviewPart(
            section,
            tuple(
                PreviewField(
                    spec, own=school_form.is_own(spec.code),
                    family={section.field_class, spec.field_class} <= family,
                    teacher={section.field_class, spec.field_class} <= teacher,
                )
                for spec in section.fields
            ),
        )
        for section in template.sections
    )  # fmt: skip


def plans_to_write(
    actor: Actor, *, school_id: UUID, now: datetime, most: int = 8
) -> tuple[ToWrite, ...]:
    """Drafts that were never published, soonest first; none where the school has set no deadline."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    weeks = settings_of(school_id).deadline_weeks
    if weeks is None:
        return ()
    allowed = children_open_to(actor, Action.VIEW_PLAN, now=now, table="p")
    rows = all_rows(
        TO_WRITE_SQL.format(allowed=allowed.sql),
        {"school": school_id, "weeks": weeks, "most": most, **allowed.params},
    )
    access.record_sight(
        actor, Action.VIEW_PLAN, school_id=school_id, subjects=[row[1] for row in rows], now=now,
        list=True,
    )  # fmt: skip
    return tuple(ToWrite(*row) for row in rows)
