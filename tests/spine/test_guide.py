"""The guide on imports lists exactly the columns that are read."""

import pytest
from tests.spine.support import ROOT

from spinney.spine.ingest.csv_headers import CONTACT_COLUMNS, PUPIL_COLUMNS


@pytest.mark.parametrize("aliases", [*PUPIL_COLUMNS.values(), *CONTACT_COLUMNS.values()])
def test_every_column_that_is_read_is_in_the_guide(aliases):
    guide = (ROOT / "docs/guides/import.md").read_text(encoding="utf-8")
    assert f"| {', '.join(aliases)} |" in guide
