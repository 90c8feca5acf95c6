"""The rows of the plans list are built in Python, so their escaping is ours to prove."""

from datetime import date
from uuid import uuid4

import pytest
from markupsafe import Markup

from spinney.plans.types import Layer, Lifecycle, PlanRow
from spinney.web.schools.list_rows import plan_rows

TODAY = date(2026, 11, 24)
DRAWN = {
    "layers": {layer.value: Markup("<b>layer</b>") for layer in Layer},
    "states": {state.value: Markup("<b>state</b>") for state in Lifecycle},
    "icons": {state: Markup("") for state in ("none", "overdue", "soon", "ok")},
    "waiting": {"": ""},
}


def row(**known: str) -> PlanRow:
    return PlanRow(
        id=str(uuid4()), child_id=str(uuid4()), child_name=known.get("name", "Maya"),
        year=known.get("year", "5"), registration_group=known.get("group", "5 Beech"),
        layer=Layer.TARGETED, lifecycle=Lifecycle.ACTIVE, review_due=TODAY, version=1,
        waiting_for="",
    )  # fmt: skip


@pytest.mark.parametrize("ticks", [False, True])
@pytest.mark.parametrize("place", ["name", "year", "group"])
@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onclick='x", "{id}", "&lt;"],
)
def test_a_name_can_never_become_a_tag_or_leave_its_attribute(place, hostile, ticks):
    html = plan_rows([row(**{place: hostile})], TODAY, **DRAWN, ticks=ticks)
    assert hostile not in html or hostile == "{id}"
    assert "<script" not in html
    assert "<img" not in html


def test_a_review_due_today_says_so():
    assert "Due today" in plan_rows([row()], TODAY, **DRAWN)


def test_names_of_many_cultures_arrive_whole():
    for name in ("Zoë", "Małgorzata", "N’Diaye", "Ngũgĩ"):
        assert name in plan_rows([row(name=name)], TODAY, **DRAWN)
