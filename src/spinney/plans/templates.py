"""Templates as objects, and what a school has settled about its plans. A stored template never changes, so a
process reads each once; settings do, and are read here alone."""

from functools import lru_cache
from uuid import UUID

from spinney.kernel.errors import NotNow
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.models import SchoolForm, TemplateVersion
from spinney.plans.rules.school_form import additions_from, with_additions
from spinney.plans.rules.template import template_from
from spinney.plans.types import LegalStatus, Template
from spinney.plans.types.forms import FormRef, Settings, SignOff

NONE = "No plan template is set up. Ask your administrator to run the migrations."
# The first version is the default: a later one may be a proposal, which a school takes up by choice.
NEW_SQL = """
SELECT t.id, (SELECT f.id FROM plans_school_form f WHERE f.school_id = %(school)s AND f.base_id = t.id
               ORDER BY f.number DESC LIMIT 1)
  FROM plans_templateversion t
 WHERE t.id = coalesce((SELECT s.template_id FROM plans_school_settings s WHERE s.school_id = %(school)s),
                       (SELECT d.id FROM plans_templateversion d WHERE d.code = 'isp' ORDER BY d.version LIMIT 1))
"""
FORMS_SQL = """
SELECT t.id, f.id, coalesce(f.number, 0)
  FROM plans_templateversion t
  LEFT JOIN LATERAL (SELECT f.id, f.number FROM plans_school_form f
                      WHERE f.school_id = %(school)s AND f.base_id = t.id ORDER BY f.number DESC LIMIT 1) f ON true
 WHERE t.code = 'isp' ORDER BY t.version
"""

# A school that has settled nothing has the first template, and the interval it came with.
SETTINGS_SQL = """
SELECT coalesce(s.template_id, (SELECT t.id FROM plans_templateversion t WHERE t.code = 'isp'
                                 ORDER BY t.version LIMIT 1)),
       coalesce(s.review_weeks, o.review_interval_weeks), coalesce(s.sign_off, 'none'),
       coalesce(s.sign_off_status, 'local'), s.deadline_weeks, coalesce(s.deadline_status, 'local'),
       coalesce(s.answer_days, 5)
  FROM people_school o LEFT JOIN plans_school_settings s ON s.school_id = o.id
 WHERE o.id = %s
"""


@lru_cache(maxsize=256)
def template_by_id(template_id: UUID) -> Template:
    """By the id of a school's form, or of a template. A form's id comes only from a row that is in scope."""
    base = TemplateVersion.objects.filter(id=template_id).first()
    if base is not None:
        return template_from(base.body)
    form = SchoolForm.objects.get(id=template_id)
    return with_additions(template_by_id(form.base_id), additions_from(form.body))


def for_new_plans(school_id: UUID) -> tuple[UUID, UUID | None]:
    """Template and school's form that a plan begun now is written on."""
    row = one_row(NEW_SQL, {"school": school_id})
    if row is None:
        raise NotNow(NONE)
    return row[0], row[1]


def form_ref(base_id: UUID, own_id: UUID | None, own_number: int = 0) -> FormRef:
    used = own_id or base_id
    return FormRef(used, base_id, own_id, own_number, template_by_id(used))


def forms_of(school_id: UUID) -> tuple[FormRef, ...]:
    """The newest form of the school on each template, or the template itself; oldest template first."""
    return tuple(_ref(row) for row in all_rows(FORMS_SQL, {"school": school_id}))


def _ref(row: Row) -> FormRef:
    return form_ref(row[0], row[1], row[2])


def settings_of(school_id: UUID) -> Settings:
    """For the acts and pages of that school; says nothing of a child, so asks no permission."""
    row = one_row(SETTINGS_SQL, [school_id])
    if row is None or row[0] is None:
        raise NotNow(NONE)
    template, weeks, sign_off, sign_off_status, deadline, deadline_status, answer_days = row
    return Settings(
        template, weeks, SignOff(sign_off), LegalStatus(sign_off_status), deadline,
        LegalStatus(deadline_status), answer_days,
    )  # fmt: skip
