"""Ask permission, record what was done or seen, and keep ties. The only door to `access` for writes."""

from spinney.access.services.accounts import (
    Account,
    EndedAccount,
    StaffAccount,
    add_staff_account,
    end_account,
    give_password,
    open_account,
)
from spinney.access.services.audit import record, record_refusal, record_sight, verify_chain
from spinney.access.services.decide import (
    Standing,
    allows,
    allows_in_school,
    decide_each,
    is_family,
    require,
    require_command_line,
    require_in_school,
    require_member,
    standing,
)
from spinney.access.services.family import decide_for_family
from spinney.access.services.ties import (
    confirm_tie,
    deny,
    end_denial,
    end_tie,
    grant_membership,
    propose_tie,
    tie,
)

__all__ = [
    "Account",
    "EndedAccount",
    "StaffAccount",
    "Standing",
    "add_staff_account",
    "allows",
    "allows_in_school",
    "confirm_tie",
    "decide_each",
    "decide_for_family",
    "deny",
    "end_account",
    "end_denial",
    "end_tie",
    "give_password",
    "grant_membership",
    "is_family",
    "open_account",
    "propose_tie",
    "record",
    "record_refusal",
    "record_sight",
    "require",
    "require_command_line",
    "require_in_school",
    "require_member",
    "standing",
    "tie",
    "verify_chain",
]
