"""What a school settles about its plans: its settings, and its own fields on a template."""

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.errors import BadInput, NotFound
from spinney.kernel.ids import uuid7
from spinney.kernel.rows import one_row, run
from spinney.plans.events import PlanSettingsChanged, SchoolFormMade
from spinney.plans.rules import school_form
from spinney.plans.rules import settings as rules
from spinney.plans.templates import forms_of, settings_of, template_by_id
from spinney.plans.types.forms import Additions, FormRef, Settings

# One at a time for a school, so that two numbers are not given twice.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('plans.form:' || %s::text, 0))"


def change_settings(actor: Actor, *, school_id: UUID, wanted: Settings, now: datetime) -> None:
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    rules.check(wanted)
    if wanted.template_id not in {form.base_id for form in forms_of(school_id)}:
        raise BadInput("Choose one of the forms.", field="template")
    if wanted == settings_of(school_id):
        return
    run(
        "INSERT INTO plans_school_settings (id, school_id, template_id, review_weeks, sign_off, sign_off_status,"
        " deadline_weeks, deadline_status, answer_days)"
        " VALUES (%(id)s, %(school)s, %(template_id)s, %(review_weeks)s,"
        " %(sign_off)s, %(sign_off_status)s, %(deadline_weeks)s, %(deadline_status)s,"
        " %(answer_days)s)"
        " ON CONFLICT (school_id) DO UPDATE SET template_id = excluded.template_id,"
        " review_weeks = excluded.review_weeks, sign_off = excluded.sign_off,"
        " sign_off_status = excluded.sign_off_status, deadline_weeks = excluded.deadline_weeks,"
        " deadline_status = excluded.deadline_status, answer_days = excluded.answer_days",
        {"id": uuid7(), "school": school_id, **msgspec.to_builtins(wanted)},
    )
    told = {name: value for name, value in msgspec.to_builtins(wanted).items() if value is not None}
    access.record(actor, Action.LEAD_SEND, school_id=school_id, now=now, settings=told)
    emit(PlanSettingsChanged(school_id=school_id, subject_id=school_id), now=now)


def save_school_form(
    actor: Actor, *, school_id: UUID, base_id: UUID, additions: Additions, now: datetime
) -> UUID:
    """A new number of the school's form. Plans that exist stay on the one they were written on."""
    access.require_in_school(actor, Action.LEAD_SEND, school_id=school_id)
    run(LOCK, [school_id])
    current = _form_on(school_id, base_id)
    school_form.check(template_by_id(base_id), additions)
    body = school_form.body_of(additions)
    if body == _body(current):
        return current.id
    row = one_row(
        "INSERT INTO plans_school_form (id, school_id, base_id, number, body, made_at, made_by, made_by_name)"
        " SELECT %s, %s, %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s FROM plans_school_form"
        " WHERE school_id = %s RETURNING id, number",
        [uuid7(), school_id, base_id, Jsonb(body), now, actor.id, actor.display_name, school_id],
    )
    if row is None:
        raise LookupError("a form was added and did not come back")
    access.record(
        actor, Action.LEAD_SEND, school_id=school_id, now=now, form=str(row[0]), number=row[1]
    )
    emit(SchoolFormMade(school_id=school_id, subject_id=row[0], number=row[1]), now=now)
    made: UUID = row[0]
    return made


def _form_on(school_id: UUID, base_id: UUID) -> FormRef:
    found = next((form for form in forms_of(school_id) if form.base_id == base_id), None)
    if found is None:
        raise NotFound("There is no such template.")
    return found


def _body(current: FormRef) -> dict[str, object]:
    row = one_row("SELECT body FROM plans_school_form WHERE id = %s", [current.own_id])
    return row[0] if row else school_form.body_of(Additions())
