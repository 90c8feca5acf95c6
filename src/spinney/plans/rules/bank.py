"""The bank's rules: what an entry holds, where it fits in a plan's form, and what a line remembers of it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from spinney.kernel.errors import BadInput
from spinney.plans.rules.template import clean
from spinney.plans.types import FieldKind, FieldSpec, SectionSpec, Template
from spinney.plans.types.bank import BankKind, Entry, EntryFault

PRACTICE: Final = "practice"
TEXT, SHORT, NUMBER = FieldKind.TEXT, FieldKind.SHORT, FieldKind.NUMBER

# What an entry of each kind says, by field. The codes are the bank's; `field_for` finds them in a plan's form.
FIELDS: Final[dict[BankKind, tuple[FieldSpec, ...]]] = {
    BankKind.STRATEGY: (FieldSpec("text", "What the adult does", TEXT, required=True, most=400),),
    BankKind.TARGET: (
        FieldSpec("title", "The outcome", SHORT, required=True, most=300),
        FieldSpec("baseline", "Where the child is now", TEXT, required=True, most=600),
        FieldSpec("measure", "How it is measured", TEXT, required=True, most=600),
        FieldSpec("target", "What is aimed for", TEXT, required=True, most=600),
    ),
    BankKind.INTERVENTION: (
        FieldSpec("what", "What will happen", SHORT, required=True, most=300),
        FieldSpec("who", "Who will do it", SHORT, required=True, most=200),
        FieldSpec("how_often", "How often", SHORT, required=True, most=100),
        FieldSpec("minutes", "Minutes each time", NUMBER, required=True, most=600),
        FieldSpec("group_size", "Group size", NUMBER, most=60),
        FieldSpec("place", "Where", SHORT, most=120),
    ),
}
ABOUT: Final[tuple[FieldSpec, ...]] = (
    FieldSpec("title", "Name in the bank", SHORT, required=True, most=120),
    FieldSpec("source", "Source of the idea", SHORT, required=True, most=200),
    FieldSpec("also", "Other words to find it by", SHORT, most=200),
)
# Section and field codes differ between template versions. The first that the form has is the one.
SECTIONS: Final[dict[BankKind, tuple[str, ...]]] = {
    BankKind.STRATEGY: ("adjustment", "strategy", "adjustments", "strategies"),
    BankKind.TARGET: ("outcome", "target", "outcomes", "targets"),
    BankKind.INTERVENTION: ("provision", "support", "provisions"),
}
OTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("what", "title", "words"), "minutes": ("how_long", "duration"), "group_size": ("group",),
    "place": ("where",), "how_often": ("often", "frequency"), "target": ("aim",), "measure": ("how_measured",),
    "what": ("title",),
}  # fmt: skip
CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}", re.ASCII)
BLANK: Final = re.compile(r"\[[a-z][a-z ,'’-]{0,40}\]")
NAME: Final = "[name]"
TYPED: Final = " Nothing you typed has been lost."  # true of a form, not of a file
UNRATED: Final = frozenset({"", PRACTICE})


def section_for(template: Template, kind: BankKind) -> SectionSpec | None:
    """Where in this form an entry of this kind belongs, if anywhere."""
    found = (template.section(code) for code in SECTIONS[kind])
    return next((spec for spec in found if spec is not None and spec.many), None)


def kinds_by_section(template: Template) -> dict[str, BankKind]:
    return {spec.code: kind for kind in BankKind if (spec := section_for(template, kind))}


def field_for(section: SectionSpec, code: str) -> FieldSpec | None:
    names = (code, *OTHER_NAMES.get(code, ()))
    return next((spec for name in names if (spec := section.field(name))), None)


def values_for(section: SectionSpec, entry: Entry, *, name: str) -> dict[str, Any]:
    """The entry's words as this form keeps them. A field that the form does not have is left out."""
    found: dict[str, Any] = {}
    for spec in FIELDS[entry.kind]:
        into, words = field_for(section, spec.code), entry.words.get(spec.code)
        if into is None or words in (None, "") or into.code in found:
            continue
        text = words.replace(NAME, name) if isinstance(words, str) else words
        found[into.code] = clean(into, text)
    return found


def blanks_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What is still to be filled in, once each, in the order it is met."""
    texts = [value for value in values.values() if isinstance(value, str)]
    return tuple(dict.fromkeys(blank for text in texts for blank in BLANK.findall(text)))


def marks_of(values: Mapping[str, Any]) -> dict[str, str]:
    """A fingerprint by field, so that a line can say whether its words are still the bank's."""
    return {
        code: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
        for code, value in values.items()
    }


def is_changed(values: Mapping[str, Any], marks: Mapping[str, str]) -> bool:
    return marks_of({code: values.get(code) for code in marks}) != dict(marks)


def cleaned(entry: Entry) -> tuple[Entry, tuple[EntryFault, ...]]:
    """The entry as it would be kept, and everything that is wrong with it."""
    faults: list[EntryFault] = []
    about = dict(_kept(ABOUT, {spec.code: getattr(entry, spec.code) for spec in ABOUT}, faults, ""))
    words = dict(_kept(FIELDS[entry.kind], entry.words, faults, "words."))
    faults += _code_faults(entry)
    if not entry.areas:
        faults.append(EntryFault("", "areas", "It names no area of need.", "Tick one or more."))
    if not entry.phases:
        faults.append(EntryFault("", "phases", "It names no phase.", "Tick one or more."))
    kept = Entry(
        code=entry.code, kind=entry.kind, title=about.get("title") or "", words=words,
        areas=tuple(dict.fromkeys(entry.areas)),
        phases=tuple(dict.fromkeys(entry.phases)),
        source=about.get("source") or "", cost=entry.cost, also=about.get("also") or "",
        rating=entry.rating, version=entry.version,
    )  # fmt: skip
    return kept, tuple(faults)


def _kept(
    specs: Sequence[FieldSpec], given: Mapping[str, Any], faults: list[EntryFault], prefix: str
) -> Iterator[tuple[str, Any]]:
    for spec in specs:
        try:
            value = clean(spec, given.get(spec.code))
        except BadInput as error:
            cause = str(error).removesuffix(TYPED)
            faults.append(EntryFault("", prefix + spec.code, cause, f"Change ‘{spec.label}’."))
            continue
        if value is not None:
            yield spec.code, value
        elif spec.required:
            cause = f"‘{spec.label}’ is empty."
            faults.append(EntryFault("", prefix + spec.code, cause, "Fill it in."))


def _code_faults(entry: Entry) -> Iterator[EntryFault]:
    if not CODE.fullmatch(entry.code):
        yield EntryFault(
            "", "code", "Its code is not one that Spinney makes.",
            "Use 2 to 40 small letters, numbers and hyphens.",
        )  # fmt: skip
    known = {spec.code for spec in FIELDS[entry.kind]}
    if any(code not in known for code in entry.words):
        yield EntryFault(
            "", "words", "It has words for a field that this kind of entry does not have.",
            f"Keep to: {', '.join(sorted(known))}.",
        )  # fmt: skip
    if not 1 <= entry.version <= 9999:
        yield EntryFault("", "version", "Its version is not a number from 1 to 9999.", "Use 1.")
    yield from _rating_faults(entry)


def _rating_faults(entry: Entry) -> Iterator[EntryFault]:
    rating = entry.rating
    if rating is None:
        return
    told = (rating.strand, rating.published)
    if not all(0 < len(text) <= 120 and text.isprintable() for text in told):
        yield EntryFault(
            "", "rating", "The rating does not say what was rated, or where that is published.",
            "Name both in up to 120 letters, or leave the rating out.",
        )  # fmt: skip
    if not -12 <= rating.months <= 12:
        yield EntryFault("", "rating", "The rating is outside -12 to 12 months.", "Check it.")


def same_words(one: Entry, other: Entry) -> bool:
    return not differences(one, other)


def differences(one: Entry, other: Entry) -> tuple[str, ...]:
    """The labels of what differs, version numbers apart."""
    labels = {**{s.code: s.label for s in ABOUT}, "areas": "Areas", "phases": "Phases", "cost": "Cost",
              "kind": "Kind", "rating": "Evidence"}  # fmt: skip
    found = [label for code, label in labels.items() if getattr(one, code) != getattr(other, code)]
    specs = {spec.code: spec.label for kind in {one.kind, other.kind} for spec in FIELDS[kind]}
    found += [
        label for code, label in specs.items() if one.words.get(code) != other.words.get(code)
    ]
    return tuple(found)
