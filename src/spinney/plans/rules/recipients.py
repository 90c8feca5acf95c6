"""Whether a printed plan may be made out to an adult. Plain values in, the reason against out."""

from dataclasses import dataclass

COURT_ORDER = (
    "A court order may limit what this adult is told. Ask the DSL before you print anything."
)
NOT_RESPONSIBLE = (
    "This adult is not recorded as having parental responsibility. Check the record first."
)
NOT_CONFIRMED = (
    "This adult has an account, but nobody has confirmed that the account is this child’s parent."
    " Confirm it first, then print."
)
CLOSED = "This record is closed to everyone outside the school for now. Ask the DSL before you print anything."


@dataclass(frozen=True, slots=True)
class AdultFacts:
    """What the record says of one adult and one child."""

    parental_responsibility: bool | None
    order_flag: bool | None  # a feed said that an order exists
    order_effects: tuple[str, ...]  # what people read in the orders: unknown, no_contact, shared


def reason_not_to_send(facts: AdultFacts) -> str:
    """Empty when nothing in the record stands against it.

    An order that nobody has read yet counts as one that forbids: a person decides, not a printer.
    """
    unread = bool(facts.order_flag) and not facts.order_effects
    if unread or any(effect != "shared" for effect in facts.order_effects):
        return COURT_ORDER
    if facts.parental_responsibility is not True:
        return NOT_RESPONSIBLE
    return ""


def reason_of_decision(why: str) -> str:
    """The words for a refusal by the rule table, which stands above what the record says."""
    return {"court_order": COURT_ORDER, "safeguarding_freeze": CLOSED}.get(why, NOT_CONFIRMED)


def plain_code(typed: str) -> str:
    """A form's code as it is kept: people type it with dashes, spaces and small letters."""
    return "".join(c for c in typed.upper() if c.isascii() and c.isalnum())[:20]
