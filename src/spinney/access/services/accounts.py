"""Accounts begin and end here. There is no page for it: only whoever holds the server's keys may."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from spinney.access import queries
from spinney.access.models import Membership, Tie, User
from spinney.access.services.audit import record
from spinney.access.services.decide import require_command_line
from spinney.access.services.ties import grant_membership
from spinney.access.types import Actor, Role, TieState
from spinney.kernel import tenancy
from spinney.kernel.clock import school_day
from spinney.kernel.errors import BadInput, NotFound, NotNow

SOURCE = "command line"
# Read off a screen and typed on a phone: no letter or figure that looks like another.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    password: str  # shown once; empty when the account was there and keeps its own


@dataclass(frozen=True, slots=True)
class StaffAccount:
    account: Account
    granted: bool  # False: they hold this role there already


@dataclass(frozen=True, slots=True)
class EndedAccount:
    memberships: int
    ties: int
    sessions: int


def open_account(actor: Actor, *, school_id: UUID, email: str, name: str, now: datetime) -> Account:
    """The account of this e-mail, made with a one-time password where there is none."""
    require_command_line(actor)
    address = _address(email)
    found = User.objects.filter(email__iexact=address).first()
    if found is not None:
        return Account(found.id, "")
    if not name.strip():
        raise BadInput("Type the person's name, as others at the school know it.", field="name")
    password = _one_time_password()
    user = User(email=address, display_name=name.strip(), must_change_password=True)
    user.set_password(password)
    user.save()
    record(actor, "open_account", school_id=school_id, now=now, user=str(user.id))
    return Account(user.id, password)


def add_staff_account(
    actor: Actor, *, school_id: UUID, email: str, name: str, role: Role, now: datetime
) -> StaffAccount:
    account = open_account(actor, school_id=school_id, email=email, name=name, now=now)
    held = Membership.objects.filter(
        _not_over(now), school_id=school_id, user_id=account.id, role=role
    )
    if held.exists():
        return StaffAccount(account, granted=False)
    grant_membership(
        actor, school_id=school_id, user_id=account.id, role=role, source=SOURCE, now=now
    )
    return StaffAccount(account, granted=True)


def give_password(actor: Actor, *, email: str, now: datetime) -> str:
    """A new one-time password; every session ends. Recorded at each school that knows the account."""
    require_command_line(actor)
    user = _account(email)
    schools = queries.schools_known(user.id)
    if not schools:
        raise NotNow(
            "No school knows this account, so it opens nothing and needs no password."
            " Run add_account for its school first."
        )
    password = _one_time_password()
    with tenancy.acting_in(schools, user_id=actor.id):
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        _end_sessions(user.id)
        for school_id in sorted(schools):
            record(actor, "give_password", school_id=school_id, now=now, user=str(user.id))
    return password


def end_account(actor: Actor, *, school_id: UUID, email: str, now: datetime) -> EndedAccount:
    """Nothing of this school is open to them from now on. What they hold at another school stays."""
    require_command_line(actor)
    user = _account(email)
    here = {"school_id": school_id, "user_id": user.id}
    # A last day counts whole, so a membership that is to end now ended yesterday.
    today, yesterday = school_day(now), school_day(now) - timedelta(days=1)
    memberships = Membership.objects.filter(_not_over(now), **here).update(valid_to=yesterday)
    ties = Tie.objects.filter(_not_over(now), **here, state=TieState.CONFIRMED).update(
        valid_to=yesterday
    )
    # Nobody should be asked any more, tonight's import included.
    ties += Tie.objects.filter(**here, state=TieState.PROPOSED).update(
        state=TieState.REFUSED, valid_to=today
    )
    if not memberships and not ties:
        return EndedAccount(0, 0, 0)
    ended = EndedAccount(memberships, ties, _end_sessions(user.id))
    record(
        actor, "end_account", school_id=school_id, now=now,
        user=str(user.id), memberships=memberships, ties=ties,
    )  # fmt: skip
    return ended


def _not_over(now: datetime) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=school_day(now))


def _address(email: str) -> str:
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(
            "That is not an e-mail address. Type it in full, like name@example.org.", field="email"
        ) from None
    return address


def _account(email: str) -> User:
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is None:
        raise NotFound("No account has this e-mail address. Check how it is written.")
    return found


def _one_time_password() -> str:
    """Sixteen signs of 31, in fours: about 79 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def _end_sessions(user_id: UUID) -> int:
    """Also those of someone who has typed the old password and not yet the code."""
    keys = [
        session.session_key
        for session in Session.objects.iterator()
        if any(name in json.dumps(session.get_decoded()) for name in (str(user_id), user_id.hex))
    ]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
