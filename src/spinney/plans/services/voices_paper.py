"""A parent's own space from a printed form: typed in by the school as that parent's, and says by whom."""

from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor
from spinney.events.services import emit
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow
from spinney.plans.events import ParentVoiceKept
from spinney.plans.models import PaperForm, Voice
from spinney.plans.rules import voices as rules
from spinney.plans.rules.recipients import plain_code
from spinney.plans.services.held import HeldPlan, hold
from spinney.plans.services.recipients import Recipient, hold_recipient
from spinney.plans.services.voices import asked_in
from spinney.plans.types.voices import Sharing, Speaker, Told

NO_ACCOUNT = (
    "This adult has no account, so there is no space to keep it in. Keep what they ticked as their"
    " own views."
)


def enter_parent_voice(
    actor: Actor, *, school_id: UUID, code: str, told: Told, now: datetime
) -> UUID:
    """What was ticked on paper takes the place of what stood for those lines; the rest of the space stays."""
    form = PaperForm.objects.filter(school_id=school_id, code=plain_code(code)).first()
    if form is None or form.carer is None:
        raise NotFound("No form has that code. Check it against the paper.")
    plan = hold(actor, Action.ENTER_ANSWER, plan_id=form.plan_id, now=now)
    who = _speaker(form, plan, form.carer, now=now)
    kept = rules.cleaned(told, asked_in(plan, who.classes))
    if not kept.verdicts:
        raise BadInput("Choose what was ticked for one line or more.", field="")
    voice = _space(plan, who, now=now)
    voice.name, voice.helper_name = who.name, actor.display_name
    voice.verdicts = {**voice.verdicts, **kept.verdicts}
    voice.version, voice.changed_at = plan.version, now
    voice.save()
    PaperForm.objects.filter(school_id=school_id, id=form.id).update(used_at=now)
    _told(actor, plan, voice, form.id, lines=len(kept.verdicts), now=now)
    return voice.id


def _speaker(form: PaperForm, plan: HeldPlan, carer: UUID, *, now: datetime) -> Recipient:
    if form.expires_on < school_day(now):
        raise NotNow("That form has run out. Print a new one for the newest plan.")
    if form.version != plan.version:
        raise NotNow("A newer version of the plan has come out. Print a new form.")
    who = hold_recipient(school_id=plan.school_id, child_id=plan.child_id, carer_id=carer, now=now)
    if who.user_id is None:
        raise NotNow(NO_ACCOUNT)
    return who


def _space(plan: HeldPlan, who: Recipient, *, now: datetime) -> Voice:
    mine = {
        "school_id": plan.school_id, "plan_id": plan.id, "speaker": Speaker.PARENT, "by": who.user_id
    }  # fmt: skip
    return Voice.objects.filter(**mine).first() or Voice(
        **mine, sitting=school_day(now), sharing=Sharing.SCHOOL, shared_at=now
    )


def _told(
    actor: Actor, plan: HeldPlan, voice: Voice, form_id: UUID, *, lines: int, now: datetime
) -> None:
    access.record(
        actor, Action.ENTER_ANSWER, school_id=plan.school_id, subjects=[plan.child_id], now=now,
        voice=str(voice.id), form=str(form_id), lines=lines,
    )  # fmt: skip
    emit(
        ParentVoiceKept(
            school_id=plan.school_id, subject_id=plan.id, child_id=plan.child_id,
            voice_id=voice.id, version=plan.version, lines=lines,
        ),
        now=now,
    )  # fmt: skip
