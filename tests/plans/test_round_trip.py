"""Whatever is written, in whatever script, comes back from the published plan as it was kept."""

from datetime import date
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.access import NOW
from tests.factories.people import a_child

from spinney.kernel.errors import BadInput
from spinney.plans import queries, services
from spinney.plans.models import Version
from spinney.plans.rules.template import clean
from spinney.plans.services.publish import content_hash
from spinney.plans.types import FieldKind, Layer
from spinney.web.schools.story import tell

WORDS = st.text(max_size=60)


def value_for(spec) -> st.SearchStrategy[Any]:
    kinds: dict[FieldKind, st.SearchStrategy[Any]] = {
        FieldKind.DATE: st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(str),
        FieldKind.NUMBER: st.integers(1, spec.most).map(str),
        FieldKind.CHOICE: st.sampled_from([code for code, _ in spec.choices] or [""]),
        FieldKind.PERSON: st.builds(lambda: str(uuid4())),
        FieldKind.LINKS: st.just([]),
    }
    return kinds.get(spec.kind, WORDS)


@st.composite
def filled_plan(draw, template):
    """(section, values) for some lines of every section; links are made when the lines exist."""
    made = []
    for section in template.sections:
        for _ in range(draw(st.integers(0, 2)) if section.many else 1):
            values = {f.code: draw(value_for(f)) for f in section.fields if draw(st.booleans())}
            made.append((section.code, values))
    return made


@pytest.fixture
def child(world):
    return a_child(world.alder, "Ali")


def test_draft_publish_render(world, senco, child):
    plan = services.open_plan(
        senco, school_id=world.alder, child_id=child, layer=Layer.TARGETED, now=NOW
    )
    template = queries.draft_for_editor(senco, plan_id=plan, now=NOW).template

    layers = cycle([Layer.TARGETED_PLUS, Layer.SPECIALIST])

    @settings(
        max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(filled_plan(template))
    def round_trip(made):
        kept = write(senco, plan, made)
        # Another layer each time: two examples may fill the plan alike, and that is not publishable.
        layer = next(layers)
        version = services.publish_plan(senco, plan_id=plan, why="again", now=NOW, layer=layer)
        view = queries.plan_page(senco, plan_id=plan, now=NOW).view
        assert {line.id: line.values for line in view.lines} == kept
        stored = Version.objects.get(plan_id=plan, number=version)
        assert stored.content_hash == content_hash(view.lines)
        story = tell(view, child="Ali")
        shown = repr(story)
        assert all(repr(v)[1:-1] in shown for v in titles(view))

    round_trip()


def titles(view):
    joined = [line for line in view.lines if line.section in {"need", "outcome", "provision"}]
    return list(filter(None, (line.text("title") or line.text("what") for line in joined)))


def write(senco, plan, made):
    """Empty the draft, write it anew, and say what each line should hold once published."""
    draft = queries.draft_for_editor(senco, plan_id=plan, now=NOW)
    singles = {
        x.line.section: x.line.id
        for x in draft.lines
        if not draft.template.section(x.line.section).many
    }
    for item in draft.lines:
        if draft.template.section(item.line.section).many:
            services.remove_line(
                senco, plan_id=plan, line_id=item.line.id, achievement="met", why="again", now=NOW
            )
    expected = {}
    for section, values in [*made, ("review", {"next_review": "2027-02-01"})]:
        line = singles.get(section) or services.add_line(
            senco, plan_id=plan, section=section, now=NOW
        )
        spec = draft.template.section(section)
        for field in spec.fields:
            value = values.get(field.code, "" if section in singles else None)
            if (section, field.code) == ("safety", "action"):
                value = "Call 999"
            if field.code == "next_review":
                value = "2027-02-01"
            if value is not None:
                put(senco, plan, line, field, value)
        held = queries.draft_for_editor(senco, plan_id=plan, now=NOW)
        stored = next(x.line.values for x in held.lines if x.line.id == line)
        expected[line] = {code: v for code, v in stored.items() if v not in (None, "", [])}
    return expected


def put(senco, plan, line, field, value):
    try:
        kept = clean(field, value)
    except BadInput:
        return
    held = queries.draft_for_editor(senco, plan_id=plan, now=NOW)
    revs = next(x.revs for x in held.lines if x.line.id == line)
    services.save_field(
        senco, plan_id=plan, line_id=line, field=field.code, value=value,
        base_rev=revs.get(field.code, 0), now=NOW,
    )  # fmt: skip
    after = queries.draft_for_editor(senco, plan_id=plan, now=NOW)
    assert next(x.line.values for x in after.lines if x.line.id == line).get(field.code) == kept
