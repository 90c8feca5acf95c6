"""The shipped bank as a list, and the file in which schools share entries."""

import json

from spinney.jobs.reference.tables import page, table
from spinney.plans.rules.bank_file import schema
from spinney.plans.rules.bank_shipped import shipped
from spinney.plans.types.bank import BankKind, Entry


def entries() -> str:
    rows = [
        [
            f"`{entry.code}`", entry.kind.value, entry.title, ", ".join(entry.areas),
            ", ".join(phase.replace("_", " ") for phase in entry.phases), _source(entry), entry.cost.value,
        ]
        for kind in BankKind
        for entry in shipped()
        if entry.kind is kind
    ]  # fmt: skip
    return page(
        "The bank",
        "spinney/plans/data/bank",
        f"The {len(rows)} entries that come with Spinney, in our own words. A source is where the idea can be "
        "read; a rating is of the approach as published, not of the entry. A school adds, changes and hides "
        "entries for itself. The file in which schools share them is described in `bank-file.schema.json`.",
        table(["Code", "Kind", "Title", "Areas", "Phases", "Source and rating", "Cost"], rows),
    )


def file_schema() -> str:
    return json.dumps(schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _source(entry: Entry) -> str:
    rating = entry.rating
    if rating is None:
        return entry.source
    return f"{entry.source}. {rating.strand}: {rating.months:+d} months ({rating.published})"
