"""Files as an office receives them: a transfer file, and a list saved from the MIS. Nobody in them exists."""

import csv
import io
from dataclasses import dataclass

from tests.spine.support import make_upn

MIS_LIST = "mis-list.csv"
HEADERS = (
    "UPN", "Legal Surname", "Legal Forename", "DOB", "Sex", "Year", "Reg Group", "Classes",
    "SEN Status", "Contact 1 Forename", "Contact 1 Surname", "Contact 1 Relationship",
    "Contact 1 Parental Responsibility", "Contact 1 Lives With Pupil", "Contact 1 Priority",
    "Contact 1 Email",
)  # fmt: skip


@dataclass(frozen=True)
class Parent:
    """One of the demo's parents, known by name and e-mail address, so that a file can name them again."""

    persona: str
    forename: str
    surname: str

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"

    @property
    def email(self) -> str:
        return f"{self.forename}.{self.surname}@example.org".lower()


@dataclass(frozen=True)
class Newcomer:
    serial: int
    forename: str
    surname: str
    parent: Parent

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


KELLY = Parent("parent-separated-1", "Kelly", "Ingham")
IFEYINWA = Parent("parent-two-schools", "Ifeyinwa", "Okonjo")

# Each journey has a child of its own, so that the order of the journeys does not matter.
WREN = Newcomer(901, "Wren", "Ingham", KELLY)  # comes by transfer file, through the office's page
IKENNA = Newcomer(902, "Ikenna", "Okonjo", IFEYINWA)
TYPED, CLOSED, LOST, SHARED = (
    Newcomer(903 + number, forename, "Zzaxby", IFEYINWA)
    for number, forename in enumerate(("Typed", "Closed", "Lost", "Shared"))
)
KEYED = Newcomer(907, "Qiana", "Keyworth", IFEYINWA)
TOGETHER, UNDONE, PASTED, LONG = (
    Newcomer(909 + number, forename, "Zzaxby", IFEYINWA)
    for number, forename in enumerate(("Together", "Undone", "Pasted", "Long"))
)
COACHED = Newcomer(908, "Coached", "Zzaxby", IFEYINWA)
TIMED, RENEWED = (
    Newcomer(913 + number, forename, "Zzaxby", IFEYINWA)
    for number, forename in enumerate(("Timed", "Renewed"))
)


def newcomers() -> str:
    return mis_list(
        "Not a class of ours",
        IKENNA,
        TYPED,
        CLOSED,
        LOST,
        SHARED,
        KEYED,
        TOGETHER,
        UNDONE,
        PASTED,
        LONG,
        TIMED,
        RENEWED,
        COACHED,
    )


def mis_list(registration_group: str, *pupils: Newcomer) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    for pupil in pupils:
        parent = pupil.parent
        writer.writerow((
            make_upn(pupil.serial), pupil.surname, pupil.forename, "03/05/2018", "F", "3",
            registration_group, "", "K", parent.forename, parent.surname, "Mother", "Y", "Y", "1",
            parent.email,
        ))  # fmt: skip
    return out.getvalue()


def transfer_file(pupil: Newcomer, *, to_authority: str, to_school: str) -> bytes:
    parent = pupil.parent
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile>
  <Header>
    <DocumentName>Common Transfer File</DocumentName>
    <CTFversion>25.0</CTFversion>
    <DateTime>2026-07-17T14:05:09</DateTime>
    <DocumentQualifier>full</DocumentQualifier>
    <SupplierID>SPINNEY-TEST</SupplierID>
    <SourceSchool>
      <LEA>999</LEA><Estab>2999</Estab><SchoolName>Invented Infants</SchoolName>
      <AcademicYear>2025</AcademicYear>
    </SourceSchool>
    <DestSchool><LEA>{to_authority}</LEA><Estab>{to_school}</Estab></DestSchool>
  </Header>
  <CTFpupilData>
    <Pupil>
      <UPN>{make_upn(pupil.serial)}</UPN>
      <Surname>{pupil.surname}</Surname>
      <Forename>{pupil.forename}</Forename>
      <DOB>2018-05-03</DOB>
      <Sex>F</Sex>
      <BasicDetails><NCyearActual>3</NCyearActual><EnrolStatus>C</EnrolStatus></BasicDetails>
      <SENhistory>
        <SEN><StartDate>2025-11-04</StartDate><SENprovision>K</SENprovision></SEN>
      </SENhistory>
      <Contacts>
        <Contact>
          <Order>1</Order>
          <Surname>{parent.surname}</Surname>
          <Forename>{parent.forename}</Forename>
          <Relationship>PAM</Relationship>
          <Responsibility>true</Responsibility>
          <Address><AddressAsPupil>true</AddressAsPupil></Address>
          <Email>{parent.email}</Email>
        </Contact>
      </Contacts>
    </Pupil>
  </CTFpupilData>
</CTfile>
""".encode()
