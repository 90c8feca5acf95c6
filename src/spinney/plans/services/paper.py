"""Printed answer forms: a short code ties a sheet of paper to one person and one version."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotNow
from spinney.plans.models import PaperForm
from spinney.plans.services.held import hold
from spinney.plans.services.recipients import hold_recipient

# No 0/O, 1/I/L, 5/S, 2/Z: a tired person copies this by hand.
ALPHABET = "346789ABCDEFGHJKMNPQRTUVWXY"
LENGTH = 8  # 27^8 codes; a code opens nothing by itself: only staff with ENTER_ANSWER may use one
VALID_DAYS = 90


def make_paper_form(actor: Actor, *, plan_id: UUID, carer_id: UUID, now: datetime) -> UUID:
    """Prepare a form for one adult with parental responsibility; refused where a court order stands."""
    plan = hold(actor, Action.ENTER_ANSWER, plan_id=plan_id, now=now)
    if plan.version == 0:
        raise NotNow("This plan has not been published yet, so there is nothing to answer.")
    recipient = hold_recipient(
        school_id=plan.school_id, child_id=plan.child_id, carer_id=carer_id, now=now
    )
    form = PaperForm.objects.create(
        school_id=plan.school_id, plan_id=plan.id, version=plan.version, carer=carer_id,
        user_id=recipient.user_id, recipient_name=recipient.name, code=new_code(), made_at=now,
        expires_on=school_day(now) + timedelta(days=VALID_DAYS),
    )  # fmt: skip
    access.record(
        actor, Action.ENTER_ANSWER, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        form=str(form.id), carer=str(carer_id),
    )  # fmt: skip
    return form.id


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
