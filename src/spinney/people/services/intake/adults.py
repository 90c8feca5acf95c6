"""The adults around a child. Facts are kept apart, and nothing here opens anything to anyone.

A file may close (a court order that nobody here has read) but never open: it cannot lift a court order or
a restriction, and parental responsibility only proposes a tie, which a person confirms.
"""

from spinney.people.services.intake.draft import PERSON, Draft
from spinney.people.services.intake.known import Known, carer_key
from spinney.people.services.intake.types import Incoming, IncomingAdult, Record

NO_CARER: Record = {
    "user_id": None, "title": "", "forename": "", "surname": "", "email": "", "phones": [],
    "address_lines": [], "postcode": "",
}  # fmt: skip
NO_FACTS: Record = {
    "relationship": "", "parental_responsibility": None, "lives_with": None, "priority": None,
    "contact_restriction": "", "court_order": None,
}  # fmt: skip
CLOSED = frozenset({"unknown", "no_contact"})
RESTRICTING = ("court_order", "contact_restriction")


def settle_adults(draft: Draft, incoming: Incoming, known: Known) -> None:
    contacts = known.contacts.setdefault(draft.child_id, [])
    used: set[str] = set()
    for adult in incoming.adults:
        carer = _carer(draft, adult, contacts, known, used)
        used.add(carer["id"])
        contact = _contact(draft, carer, contacts)
        _settle_facts(draft, contact, adult, carer, known)


def _carer(
    draft: Draft,
    adult: IncomingAdult,
    contacts: list[Record],
    known: Known,
    used: set[str],
) -> Record:
    carer = _known_carer(adult, contacts, known, used)
    is_new = carer is None
    if carer is None:
        carer = draft.new(**NO_CARER, provenance={})
        known.carers_by_id[carer["id"]] = carer
        known.carers.setdefault(carer_key(adult.forename, adult.surname), []).append(carer)
    wanted = {"forename": adult.forename, "surname": adult.surname, **adult.values}
    prefix = f"{_called(adult)}: "
    if draft.merge(carer, wanted, provenance=carer["provenance"], prefix=prefix) or is_new:
        draft.put("people_carer", carer)
    return carer


def _called(adult: IncomingAdult) -> str:
    return f"{adult.forename} {adult.surname}".strip()


def _known_carer(
    adult: IncomingAdult, contacts: list[Record], known: Known, used: set[str]
) -> Record | None:
    """By name among this child's adults; else a sibling's, when an e-mail or a number is shared too.

    A name alone never joins adults of two families, and two adults of one name around one child
    (a grandmother and a mother) stay two.
    """
    relations = {contact["carer_id"]: contact["relationship"] for contact in contacts}
    around = [known.carers_by_id[carer] for carer in relations if carer not in used]
    name, reached = carer_key(adult.forename, adult.surname), _reached_by(adult.values)
    own = [carer for carer in around if carer_key(carer["forename"], carer["surname"]) == name]
    own.sort(key=lambda carer: relations[carer["id"]] != adult.relationship)
    if own or not reached:
        return own[0] if own else None
    for carer in known.carers.get(name, ()):
        if carer["id"] not in used and reached & _reached_by(carer):
            return carer
    kin = (carer for carer in around if relations[carer["id"]] == (adult.relationship or ""))
    return next((carer for carer in kin if _renamed(carer) and reached & _reached_by(carer)), None)


def _renamed(carer: Record) -> bool:
    """A person corrected the name; the file may go on using the old one for the same adult."""
    told = (carer["provenance"].get(name, {}) for name in ("forename", "surname"))
    return any(each.get("source") == PERSON for each in told)


def _reached_by(values: Record) -> set[str]:
    digits = {"".join(c for c in phone if c.isdigit()) for phone in values.get("phones") or []}
    email = str(values.get("email") or "").casefold()
    return {found for found in digits | {email} if found}


def _contact(draft: Draft, carer: Record, contacts: list[Record]) -> Record:
    found = next((row for row in contacts if row["carer_id"] == carer["id"]), None)
    if found is None:
        found = draft.new(child_id=draft.child_id, carer_id=carer["id"], **NO_FACTS, provenance={})
        contacts.append(found)
        draft.put("people_contact", found, field="contacts")
    return found


def _settle_facts(
    draft: Draft, contact: Record, adult: IncomingAdult, carer: Record, known: Known
) -> None:
    wanted = dict(adult.facts)
    if adult.relationship:
        wanted["relationship"] = adult.relationship
    prefix = f"{_called(adult)}: "
    for fact in RESTRICTING:
        if fact in wanted and contact[fact] and not wanted[fact]:
            told = contact["provenance"].get(fact, {})
            draft.hold(prefix + fact, wanted.pop(fact), told)
    if draft.merge(contact, wanted, provenance=contact["provenance"], prefix=prefix):
        draft.put("people_contact", contact)
    order = _order(draft, contact, carer["id"], known)
    if order and order["effect"] == "unknown":
        draft.restricted.append(carer["id"])
    if contact["parental_responsibility"] and not (order and order["effect"] in CLOSED):
        draft.responsible.append(carer["id"])


def _order(draft: Draft, contact: Record, carer_id: str, known: Known) -> Record | None:
    """An order with unknown effect stands until a person has read it; a read one is left as it is."""
    orders = known.court_orders.setdefault(draft.child_id, [])
    found = next((order for order in orders if order["carer_id"] == carer_id), None)
    if found is None and contact["court_order"]:
        found = draft.new(
            child_id=draft.child_id, carer_id=carer_id, effect="unknown", summary="",
            valid_from=None, valid_to=None, review_on=None, source=draft.source.name,
            decided_by=None,
        )  # fmt: skip
        orders.append(draft.put("people_courtorder", found, field="court order"))
        draft.new_orders += 1
    return found
