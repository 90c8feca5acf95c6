"""Which child of the school an incoming record is about. Only numbers decide; a name only raises a question."""

from spinney.people.services.intake.known import Known, name_key
from spinney.people.services.intake.types import Incoming, Record

TWO_CHILDREN = (
    "The UPN, ULN and MIS id belong to different children here. Correct one of them first."
)
OTHER_CHILD = (
    "The number belongs to a child here with another name and another date of birth."
    " Find out whose number it is."
)
SAME_NAME = (
    "A child of this name and date of birth is here already, under another UPN or none."
    " If they are the same child, give them this UPN first."
)
OTHER_UPN = (
    "The MIS id belongs to a child here who has another permanent UPN. Find out which UPN is right."
)


def match(incoming: Incoming, known: Known) -> tuple[Record | None, str]:
    """The child, or why it is not sure who this is. Neither: a new child."""
    by_numbers = {
        known.by_number[number] for number in incoming.numbers if number in known.by_number
    }
    by_mis = known.by_mis_id.get(incoming.mis_id or "")
    owners = by_numbers | ({by_mis} if by_mis else set())
    if len(owners) > 1:
        return None, TWO_CHILDREN
    found = known.children.get(next(iter(owners), ""))
    if found is None:
        same = known.by_name.get(_name(incoming))
        return None, SAME_NAME if same else ""
    if _is_someone_else(incoming, found):
        return None, OTHER_CHILD
    if not by_numbers and _permanent_upn(found["id"], known) not in {"", incoming.upn or ""}:
        return (None, OTHER_UPN) if incoming.upn else (found, "")
    return found, ""


def _name(incoming: Incoming) -> tuple[str, str]:
    fields = incoming.fields
    return name_key(fields["forename"], fields["surname"], incoming.born_on.isoformat())


def _is_someone_else(incoming: Incoming, found: Record) -> bool:
    """A name may change and a birthday be corrected, but hardly both between two files."""
    known_name = name_key(found["forename"], found["surname"], "")[0]
    same_name = _name(incoming)[0] == known_name
    return not same_name and found["born_on"] != incoming.born_on.isoformat()


def _permanent_upn(child_id: str, known: Known) -> str:
    for row in known.identifiers.get(child_id, []):
        if row["scheme"] == "upn" and row["status"] == "valid" and row["valid_to"] is None:
            return str(row["value"])
    return ""
