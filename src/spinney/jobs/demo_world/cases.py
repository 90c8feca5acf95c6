"""The children and families that a demo must have, because they are the ones that go wrong elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from spinney.access.types import DenialKind
from spinney.jobs.demo_world import types as rows
from spinney.jobs.demo_world.families import Adult, Family, address, phones
from spinney.jobs.demo_world.maker import Maker
from spinney.jobs.demo_world.names import FamilyName, cultures
from spinney.jobs.demo_world.roster import Roster, amend, place_child
from spinney.kernel.identifiers import upn_check_letter


@dataclass(frozen=True, slots=True)
class Kid:
    case: str
    school: str
    year: str
    forename: str
    sex: str
    provision: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grown:
    title: str
    forename: str
    surname: str
    relationship: str
    pr: bool = True
    lives_with: bool = True
    account: bool = False
    persona: str = ""
    restriction: str = ""
    court_order: bool = False
    confirmed: bool = True
    source: str = "Told by the family at a meeting in school"


@dataclass(frozen=True, slots=True)
class Script:
    key: str
    culture: str
    surname: str
    kids: tuple[Kid, ...]
    adults: tuple[Grown, ...]
    extra: tuple[str, ...] = field(default=())


SCRIPTS = (
    Script("two schools", "igbo", "Okonjo", (
        Kid("sibling at primary", "primary", "3", "Kelechi", "M", "K", ("SLCN",)),
        Kid("sibling at secondary", "secondary", "8", "Chidinma", "F", "K", ("SPLD", "SEMH")),
    ), (
        Grown("Mrs", "Ifeyinwa", "Okonjo", "PAM", account=True, persona="parent-two-schools"),
        Grown("Mr", "Emeka", "Okonjo", "PAF", account=True),
    )),
    Script("separated", "english", "Ingham", (
        Kid("separated parents", "primary", "5", "Rosie", "F", "K", ("SEMH", "SLCN")),
    ), (
        Grown("Ms", "Kelly", "Ingham", "PAM", account=True, persona="parent-separated-1"),
        Grown("Mr", "Darren", "Heyes", "PAF", account=True, persona="parent-separated-2"),
    )),
    Script("court order", "english", "Rawstron", (
        Kid("court order", "primary", "2", "Finley", "M", "K", ("SEMH",)),
    ), (
        Grown("Mrs", "Gemma", "Rawstron", "PAM", account=True),
        Grown("Mr", "Craig", "Tattersall", "PAF", lives_with=False, account=True,
              persona="parent-court-order", court_order=True,
              restriction="No contact with the child and no information about the child.",
              source="Sealed copy of the court order, seen by the DSL"),
    )),
    Script("shielded", "pakistani", "Akhtar", (
        Kid("shielded address", "primary", "4", "Eshaal", "F", "K", ("SLCN", "SEMH")),
        Kid("shielded sibling", "primary", "1", "Haris", "M", "N"),
    ), (
        Grown("Mrs", "Samina", "Akhtar", "PAM", account=True, persona="parent-shielded"),
        Grown("Mr", "Zahid", "Javed", "PAF", lives_with=False,
              restriction="Must not be told where the children live. Speak to the DSL first.",
              source="Letter from the refuge's support worker, seen by the DSL"),
    )),
    Script("looked after", "english", "Horrocks", (
        Kid("looked after", "secondary", "8", "Tyler", "M", "E", ("SEMH", "SLCN")),
    ), (
        Grown("Mrs", "Marcia", "Palmer", "FOM", pr=False),
        Grown("Ms", "Funmi", "Oyelaran", "SWR", lives_with=False,
              source="Care order: Vale County Council shares parental responsibility"),
        Grown("Miss", "Stacey", "Horrocks", "PAM", lives_with=False, court_order=True,
              restriction="Contact is supervised, on Saturdays, by Children's Services.",
              source="Care plan from Children's Services, seen by the designated teacher"),
    )),
    Script("sixteen", "welsh", "Prosser", (
        Kid("sixteen", "secondary", "11", "Cerys", "F", "K", ("SPLD",)),
    ), (
        Grown("Mrs", "Rhiannon", "Prosser", "PAM", account=True),
        Grown("Mr", "Huw", "Prosser", "PAF"),
    )),
    Script("moved", "eritrean", "Tesfay", (
        Kid("moved school", "primary", "4", "Natnael", "M", "K", ("SLCN",)),
    ), (
        Grown("Mrs", "Selam", "Kidane", "PAM", account=True),
        Grown("Mr", "Tesfay", "Habte", "PAF"),
    )),
    Script("own decision", "arabic", "Haddad", (
        Kid("competent to decide", "secondary", "10", "Layan", "F", "K", ("SEMH",)),
    ), (
        Grown("Mrs", "Rania", "Haddad", "PAM", account=True),
        Grown("Mr", "Fadi", "Haddad", "PAF"),
    )),
    Script("near name 1", "bangladeshi", "Begum", (
        Kid("near-identical name 1", "primary", "5", "Aisha", "F", "K", ("OTH",)),
    ), (Grown("Mrs", "Rokeya", "Begum", "PAM", account=True),)),
    Script("near name 2", "bangladeshi", "Begum", (
        Kid("near-identical name 2", "primary", "5", "Ayesha", "F", "K", ("SPLD",)),
    ), (Grown("Mrs", "Shirin", "Begum", "PAM"), Grown("Mr", "Jalal", "Miah", "PAF"))),
    Script("one name", "afghan", "", (
        Kid("single name", "primary", "6", "Malalai", "F", "K", ("SLCN",)),
    ), (Grown("Mrs", "Wazhma", "", "PAM"), Grown("Mr", "Sharifullah", "", "PAF"))),
    Script("long name", "english-double", "Featherstonehaugh-Satterthwaite", (
        Kid("long name", "secondary", "9", "Anastasia-Rose", "F", "K", ("ASD",)),
    ), (
        Grown("Mrs", "Philippa", "Featherstonehaugh", "PAM", account=True),
        Grown("Mr", "Crispin", "Satterthwaite", "PAF"),
    )),
    Script("freeze", "english", "Clegg", (
        Kid("safeguarding freeze", "secondary", "9", "Blake", "M", "K", ("SEMH",)),
    ), (Grown("Ms", "Leanne", "Clegg", "PAM", account=True),)),
    Script("unread order", "polish", "Zieliński", (
        Kid("court order not yet read", "primary", "1", "Kacper", "M", "K", ("SLCN",)),
    ), (
        Grown("Mrs", "Monika", "Zielińska", "PAM", account=True),
        Grown("Mr", "Marcin", "Zieliński", "PAF", lives_with=False, account=True, court_order=True,
              source="School's management information system"),
    )),
    Script("waiting tie", "french-african", "N'Diaye", (
        Kid("tie waits for a person", "primary", "6", "Cheikh", "M", "K", ("SLCN",)),
    ), (
        Grown("Mme", "Aminata", "N'Diaye", "PAM", account=True, confirmed=False,
              source="School's management information system"),
    )),
)  # fmt: skip


def add_cases(maker: Maker, roster: Roster) -> dict[str, Family]:
    """The scripted families by key; their children take real places in real classes."""
    found = {}
    for script in SCRIPTS:
        family = _family(maker, script)
        roster.families.append(family)
        found[script.key] = family
        for kid in script.kids:
            _place(maker, roster, family, kid)
    _sixteenth_birthday(maker)
    _move(maker, found["moved"])
    _second_order_facts(maker)
    return found


def scripted_sen(maker: Maker) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    found = {
        maker.cases[kid.case]: (kid.provision, kid.needs)
        for script in SCRIPTS
        for kid in script.kids
    }
    found[maker.cases["moved school, old record"]] = found[maker.cases["moved school"]]
    return found


def _family(maker: Maker, script: Script) -> Family:
    dice = maker.dice("case", script.key)
    culture = next(item for item in cultures() if item.key == script.culture)
    lines, postcode = address(dice)
    name = FamilyName(script.surname, script.surname, script.surname, script.surname)
    family = Family(f"case {script.key}", culture, name, lines, postcode, [])
    for order, grown in enumerate(script.adults, start=1):
        home = (lines, postcode)
        if not grown.lives_with or (script.key == "separated" and order == 2):
            home = address(dice)
        family.adults.append(
            Adult(
                grown.title, grown.forename, grown.surname, grown.relationship, grown.pr,
                grown.lives_with, order, phones(dice), home[0], home[1], account=grown.account,
                restriction=grown.restriction, court_order=grown.court_order or None,
                source=grown.source, confirmed=grown.confirmed, persona=grown.persona,
            )
        )  # fmt: skip
    return family


def _place(maker: Maker, roster: Roster, family: Family, kid: Kid) -> None:
    place = roster.take(kid.school, kid.year)
    if kid.case == "near-identical name 2":  # in the same class as the other, where it matters most
        place = replace(
            place, group=maker.children[maker.cases["near-identical name 1"]].registration_group
        )
    dice = maker.dice("case child", kid.case)
    child = place_child(maker, family, place, dice, sex=kid.sex, forename=kid.forename)
    if kid.case == "long name":
        amend(maker, child.id, middle_names="Persephone Clementine Ottilie")
    maker.cases[kid.case] = child.id


def _sixteenth_birthday(maker: Maker) -> None:
    """Turned 16 a few days ago, or today on 1 September: the eldest in Year 11 do so first."""
    turned = max(maker.year_start, maker.today - timedelta(days=12))
    born = turned.replace(year=turned.year - 16, day=min(turned.day, 28))
    amend(maker, maker.cases["sixteen"], born_on=born)


def _move(maker: Maker, family: Family) -> None:
    """The fourth school keeps its own rows of the child who left; the primary has new ones."""
    new = maker.children[maker.cases["moved school"]]
    old_school, day = maker.schools["fourth"], moved_on(maker)
    began = maker.year_start.replace(year=maker.year_start.year - 4)
    old = replace(
        new, id=maker.ids.next(), school_id=old_school.id, registration_group="Heron",
        joined_on=began, left_on=day - timedelta(days=1), mis_id="P90001",
    )  # fmt: skip
    maker.children[old.id] = old
    maker.cases["moved school, old record"] = old.id
    family.children.append(old.id)
    amend(maker, new.id, joined_on=day)
    at = next(i for i, row in enumerate(maker.enrolments) if row.child_id == new.id)
    maker.enrolments[at] = replace(maker.enrolments[at], valid_from=day)
    for school_id, child_id, name, laestab in (
        (old.school_id, old.id, "", ""),
        (new.school_id, new.id, old_school.name, old_school.laestab),
    ):
        maker.enrolments.append(
            rows.Enrolment(
                maker.ids.next(), school_id, child_id, "C", began, old.left_on, name, laestab
            )
        )


def moved_on(maker: Maker) -> date:
    """Last term: some twelve weeks ago, on a Monday."""
    day = maker.weeks_ago(12)
    return day - timedelta(days=day.weekday())


def _second_order_facts(maker: Maker) -> None:
    child = maker.cases["looked after"]
    amend(maker, child, looked_after_by="999")
    pupil = maker.children[maker.cases["tie waits for a person"]]
    # Newly come to England: a temporary UPN ends in a letter until the permanent one is known.
    body = pupil.upn[1:-1] + "A"
    amend(maker, pupil.id, upn=upn_check_letter(body) + body)


SELF_TIES = (
    ("sixteen", "Turned 16: the school opened an account at the young person's own request"),
    ("competent to decide", "Judged able to understand and decide (Gillick), recorded by the DSL"),
)
DENIALS = (
    ("court order", DenialKind.COURT_ORDER, "Child arrangements order: no contact, no information",
     "Sealed copy of the court order, seen by the DSL"),
    ("court order not yet read", DenialKind.COURT_ORDER, "An order exists; nobody here has read it yet",
     "School's management information system"),
    ("shielded address", DenialKind.ADDRESS_SHIELD, "Lives in a refuge",
     "Letter from the refuge's support worker, seen by the DSL"),
    ("shielded sibling", DenialKind.ADDRESS_SHIELD, "Lives in a refuge",
     "Letter from the refuge's support worker, seen by the DSL"),
    ("looked after", DenialKind.ADDRESS_SHIELD, "The foster home's address is not shared",
     "Care plan from Children's Services"),
    ("safeguarding freeze", DenialKind.SAFEGUARDING_FREEZE, "Enquiry under way; ask the DSL",
     "Decision of the DSL"),
)  # fmt: skip
