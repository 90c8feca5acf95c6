"""Ask permission, record what was done or seen, and keep ties. The only door to `access` for writes."""

from spinney.access.services.audit import record, record_refusal, record_sight, verify_chain
from spinney.access.services.decide import (
    Standing,
    allows,
    allows_in_school,
    require,
    require_in_school,
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
    "Standing",
    "allows",
    "allows_in_school",
    "confirm_tie",
    "decide_for_family",
    "deny",
    "end_denial",
    "end_tie",
    "grant_membership",
    "propose_tie",
    "record",
    "record_refusal",
    "record_sight",
    "require",
    "require_in_school",
    "standing",
    "tie",
    "verify_chain",
]
