"""Code lists are facts: they must equal the published ones that stand beside this repository."""

import csv
import os
from pathlib import Path

import pytest

from spinney.guidance import codesets

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SPINNEY_SHARED", ROOT.parent / "shared"))


def published(name: str) -> list[dict[str, str]]:
    path = SHARED / "data/codesets" / f"{name}.csv"
    if not path.exists():
        pytest.skip("shared/data/codesets is not here; set SPINNEY_SHARED")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("sen_provision", {**codesets.SEN_PROVISION, **codesets.SEN_PROVISION_WITHDRAWN}),
        ("sen_type", codesets.SEN_TYPE),
        ("nc_year_actual", codesets.NC_YEAR),
        ("enrol_status", codesets.ENROLMENT_STATUS),
        ("contact_relationship", codesets.CONTACT_RELATIONSHIP),
        ("language", codesets.LANGUAGES),
        ("language_type", codesets.LANGUAGE_KIND),
        ("ethnicity", {**codesets.ETHNICITY, **codesets.ETHNICITY_ROLLS_UP_TO}),
    ],
)
def test_our_list_has_every_published_code_and_no_other(name, ours):
    assert set(ours) == {row["code"] for row in published(name)}


def test_finer_ethnic_codes_roll_up_as_published():
    for row in published("ethnicity"):
        if row["level"] != "main":
            assert codesets.ETHNICITY_ROLLS_UP_TO[row["code"]] == row["main_code"]


def test_each_need_stands_in_the_published_area_or_in_none():
    names = {
        "cognition and learning": "CL",
        "communication and interaction": "CI",
        "social, emotional and mental health": "SEMH",
        "sensory and physical": "SP",
        "": None,
    }
    for row in published("sen_type"):
        assert codesets.SEN_TYPE_AREA.get(row["code"]) == names[row["area_of_need"]]
    assert set(codesets.SEN_TYPE_AREA.values()) == set(codesets.AREA_OF_NEED)
