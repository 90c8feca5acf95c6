"""An account for an adult of a family: tied to nothing until a person at the school confirms it, child by child."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Actor, DenialKind, Relation
from spinney.kernel.clock import school_day
from spinney.kernel.errors import NotFound, NotNow
from spinney.kernel.rows import Row, all_rows, run
from spinney.people.rules import order_stands, why_withheld
from spinney.people.types import Withheld

SOURCE = "command line"
ADULTS_SQL = """
SELECT r.id, r.user_id, k.child_id, k.parental_responsibility, k.court_order, k.contact_restriction,
       ARRAY(SELECT o.effect FROM people_courtorder o WHERE o.school_id = r.school_id
             AND o.child_id = k.child_id AND o.carer_id = r.id)
  FROM people_carer r
  LEFT JOIN people_contact k ON k.school_id = r.school_id AND k.carer_id = r.id
 WHERE r.school_id = %(school)s AND lower(r.email) = lower(%(email)s)
 ORDER BY k.child_id
"""
LINK_SQL = """
UPDATE people_carer SET user_id = %(user)s
 WHERE school_id = %(school)s AND id = ANY(%(carers)s) AND user_id IS NULL
"""
# One answer for each child: a refusal outweighs what came before or after it.
EARLIER_SQL = """
SELECT subject_id, max(CASE state WHEN 'refused' THEN 'refused' ELSE 'asked' END) FROM access_tie
 WHERE school_id = %(school)s AND user_id = %(user)s AND relation = 'parent'
   AND (state <> 'confirmed' OR valid_to IS NULL OR valid_to >= %(day)s)
 GROUP BY subject_id
"""
DENIED_SQL = """
SELECT subject_id FROM access_denial
 WHERE school_id = %(school)s AND user_id = %(user)s AND kind = 'court_order'
   AND (valid_to IS NULL OR valid_to >= %(day)s)
"""


@dataclass(frozen=True, slots=True)
class ParentAccount:
    account: access.Account
    linked: int  # records of adults that were not joined to this account before
    proposed: int
    withheld: Mapping[Withheld, int]  # how many children, by reason


def add_parent_account(
    actor: Actor, *, school_id: UUID, email: str, name: str, now: datetime
) -> ParentAccount:
    """Refused where the e-mail is nobody's in the school's records, or that of two adults of one child."""
    access.require_command_line(actor)
    rows = all_rows(ADULTS_SQL, {"school": school_id, "email": email.strip()})
    _one_adult(rows)
    account = access.open_account(actor, school_id=school_id, email=email, name=name, now=now)
    if any(row[1] not in (None, account.id) for row in rows):
        raise NotNow(
            "This adult has an account already, under another e-mail address. They sign in with that one."
        )
    carers = sorted({row[0] for row in rows})
    linked = run(LINK_SQL, {"user": account.id, "school": school_id, "carers": carers})
    if linked:
        access.record(
            actor, "link_parent_account", school_id=school_id, now=now,
            user=str(account.id), carers=[str(carer) for carer in carers],
        )  # fmt: skip
    found = _settle(actor, [row for row in rows if row[2]], school_id, account.id, now)
    proposed = found.pop(None, 0)
    return ParentAccount(account, linked, proposed, {why: n for why, n in found.items() if why})


def _one_adult(rows: Sequence[Row]) -> None:
    if not rows:
        raise NotFound(
            "No adult in this school's records has this e-mail address, so no account was made."
            " Correct it in the school's own system, import again, then run this again."
        )
    children = [row[2] for row in rows if row[2]]
    if len(children) != len(set(children)):
        raise NotNow(
            "Two adults of one child share this e-mail address, so no account was made: one of them may not be"
            " allowed to see what the other may. Give each their own in the school's system, import again,"
            " then run this again."
        )


def _settle(
    actor: Actor, rows: Sequence[Row], school_id: UUID, user_id: UUID, now: datetime
) -> Counter[Withheld | None]:
    """Close where a court order stands, ask the school where nothing is against it, and open nothing."""
    known = {"school": school_id, "user": user_id, "day": school_day(now)}
    earlier: dict[UUID, str] = dict(all_rows(EARLIER_SQL, known))
    denied = {child_id for (child_id,) in all_rows(DENIED_SQL, known)}
    found: Counter[Withheld | None] = Counter()
    for _, _, child_id, responsible, flag, restriction, effects in rows:
        order = order_stands(flag, effects)
        if order and child_id not in denied:
            access.deny(
                actor, school_id=school_id, subject_id=child_id, now=now,
                kind=DenialKind.COURT_ORDER, source=SOURCE, user_id=user_id,
            )  # fmt: skip
        why = why_withheld(
            responsible=responsible, order=order or child_id in denied, restriction=restriction,
            earlier=earlier.get(child_id, ""),
        )  # fmt: skip
        found[why] += 1
        if why is None:
            access.propose_tie(
                actor, school_id=school_id, subject_id=child_id, now=now,
                user_id=user_id, relation=Relation.PARENT, source=SOURCE,
            )  # fmt: skip
    return found
