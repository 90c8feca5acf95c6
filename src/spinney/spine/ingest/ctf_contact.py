"""Adults and addresses in a transfer file.

Of the five facts about an adult the format carries two: parental responsibility and priority. It has
no court order, no restriction and no "lives with" (an address that equals the pupil's is not that), so
those stay unknown.
"""

from lxml import etree

from spinney.guidance import codesets
from spinney.spine.ingest.checks import Checker
from spinney.spine.ingest.elements import at, each, line_of
from spinney.spine.ingest.records import ContactRecord, PostalAddress

_STRUCTURED = ("SAON", "PAON", "Street", "Locality", "Town", "AdministrativeArea", "PostTown")


def address_of(owner: etree._Element, check: Checker) -> PostalAddress | None:
    paths = [f"Address/BS7666Address/{part}" for part in _STRUCTURED]
    paths += [f"Address/AddressLines/AddressLine{number}" for number in range(1, 6)]
    paths += ["Address/County"]
    lines = [check.text(at(owner, path)) for path in paths]
    postcode = check.text(at(owner, "Address/PostCode"), longest=10) or ""
    kept = tuple(line for line in lines if line)
    return PostalAddress(kept, postcode.upper()) if kept or postcode else None


def contacts_of(pupil: etree._Element, check: Checker) -> tuple[ContactRecord, ...] | None:
    if pupil.find("Contacts") is None:
        return None
    return tuple(_contact(element, check) for element in each(pupil, "Contacts/Contact"))


def _contact(element: etree._Element, check: Checker) -> ContactRecord:
    as_pupil = check.flag(at(element, "Address/AddressAsPupil"))
    record = ContactRecord(
        line=line_of(element),
        title=check.text(at(element, "Title"), longest=20),
        surname=check.text(at(element, "Surname")),
        forename=check.text(at(element, "Forename")),
        relationship=check.soft_code(
            at(element, "Relationship"), codesets.CONTACT_RELATIONSHIP, what="relationship"
        ),
        parental_responsibility=check.flag(at(element, "Responsibility")),
        priority=check.number(at(element, "Order"), least=1, most=99),
        address=None if as_pupil else address_of(element, check),
        address_as_pupil=as_pupil,
        phones=_phones(element, check),
        email=check.text(at(element, "Email"), longest=254),
    )
    if not record.surname and not record.forename:
        check.missing("Contacts/Contact/Surname", "Name the contact in the source.")
    return record


def _phones(owner: etree._Element, check: Checker) -> tuple[str, ...]:
    found = (check.text(at(phone, "PhoneNo"), longest=40) for phone in each(owner, "Phones/Phone"))
    return tuple(number for number in found if number)
