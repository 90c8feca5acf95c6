"""Adults and addresses in a transfer file.

Of the five facts about an adult the format carries two: parental responsibility and priority. It has
no court order, no restriction and no "lives with" (an address that equals the pupil's is not that), so
those stay unknown.
"""

from lxml import etree

from spinney.guidance import codesets
from spinney.spine.ingest.checks import Cell, Checker
from spinney.spine.ingest.elements import at, each, line_of
from spinney.spine.ingest.records import ContactRecord, PostalAddress

_STRUCTURED = ("SAON", "PAON", "Street", "Locality", "Town", "AdministrativeArea", "PostTown")


def address_of(owner: etree._Element, check: Checker) -> PostalAddress | None:
    paths = [f"Address/BS7666Address/{part}" for part in _STRUCTURED]
    paths += [f"Address/AddressLines/AddressLine{number}" for number in range(1, 6)]
    paths += ["Address/County"]
    lines = [check.text(at(owner, path), soft=True) for path in paths]
    postcode = check.text(at(owner, "Address/PostCode"), longest=10, soft=True) or ""
    kept = tuple(line for line in lines if line)
    return PostalAddress(kept, postcode.upper()) if kept or postcode else None


def contacts_of(pupil: etree._Element, check: Checker) -> tuple[ContactRecord, ...] | None:
    if pupil.find("Contacts") is None:
        return None
    found = (_contact(element, check) for element in each(pupil, "Contacts/Contact"))
    return tuple(contact for contact in found if contact)


def _contact(element: etree._Element, check: Checker) -> ContactRecord | None:
    surname = check.text(at(element, "Surname"), soft=True)
    forename = check.text(at(element, "Forename"), soft=True)
    if not surname and not forename:
        check.nameless(Cell("", "Contacts/Contact/Surname", line_of(element)))
        return None
    as_pupil = check.fact(at(element, "Address/AddressAsPupil"))
    return ContactRecord(
        line=line_of(element),
        title=check.text(at(element, "Title"), longest=20, soft=True),
        surname=surname,
        forename=forename,
        relationship=check.soft_code(
            at(element, "Relationship"), codesets.CONTACT_RELATIONSHIP, what="relationship"
        ),
        parental_responsibility=check.fact(at(element, "Responsibility")),
        priority=check.priority(at(element, "Order")),
        address=None if as_pupil else address_of(element, check),
        address_as_pupil=as_pupil,
        phones=_phones(element, check),
        email=check.text(at(element, "Email"), longest=254, soft=True),
    )


def _phones(owner: etree._Element, check: Checker) -> tuple[str, ...]:
    found = (
        check.text(at(phone, "PhoneNo"), longest=40, soft=True)
        for phone in each(owner, "Phones/Phone")
    )
    return tuple(number for number in found if number)
