"""Two people at the very same moment, on two real connections: the lock makes one wait for the other."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.factories.access import NOW, a_membership, a_user, the_actor
from tests.factories.people import a_child, a_school
from tests.factories.plans import a_plan, line_of

from spinney.access.models import AuditLeaf
from spinney.access.services import verify_chain
from spinney.access.types import Role
from spinney.kernel import tenancy
from spinney.kernel.errors import NotNow
from spinney.plans import services
from spinney.plans.models import Clash, DraftLine, Plan, Version
from spinney.plans.types import Layer


@pytest.fixture
def scene(live_database):
    """A school of its own with a published plan and two SENCOs."""
    school = a_school("Two Writers Primary")
    people = [a_user(name) for name in ("Ann First", "Bea Second")]
    with tenancy.acting_in([school]):
        for user in people:
            a_membership(user, school, Role.SENCO)
        child = a_child(school)
        ann = the_actor(people[0], "Ann First")
        plan = a_plan(ann, school, child)
        line = line_of(plan, "outcome")
    return school, child, plan, line, [ann, the_actor(people[1], "Bea Second")]


def at_once(school, *acts: Callable[[], Any]) -> list[Any]:
    """Run the acts together, each on its own connection, in its own transaction."""
    ready = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait(10)
            with tenancy.acting_in([school]):
                found[place] = acts[place]()
        except NotNow as refused:
            found[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def saver(actor, plan, line, field, value):
    return lambda: services.save_field(
        actor, plan_id=plan, line_id=line, field=field, value=value, base_rev=0, now=NOW
    )


def test_the_same_field_keeps_both_texts_one_standing_one_beside(scene):
    school, _, plan, line, people = scene
    at_once(school, *(saver(p, plan, line, "target", f"By {p.display_name}") for p in people))
    with tenancy.acting_in([school]):
        stands = DraftLine.objects.get(id=line).values["target"]
        beside = list(Clash.objects.filter(plan_id=plan).values_list("other", flat=True))
    assert {stands, *beside} == {"By Ann First", "By Bea Second"}
    assert len(beside) == 1


def test_different_fields_are_both_kept(scene):
    school, _, plan, line, people = scene
    fields = ("target", "baseline")
    at_once(school, *(saver(p, plan, line, f, f) for p, f in zip(people, fields, strict=True)))
    with tenancy.acting_in([school]):
        values = DraftLine.objects.get(id=line).values
        assert not Clash.objects.filter(plan_id=plan).exists()
    assert {values["target"], values["baseline"]} == set(fields)


def test_a_plan_is_published_once_when_two_press_the_button(scene):
    school, _, plan, line, people = scene
    with tenancy.acting_in([school]):
        saver(people[0], plan, line, "target", "Four in five")()
    answers = at_once(
        school,
        *(lambda p=p: services.publish_plan(p, plan_id=plan, why="Time", now=NOW) for p in people),
    )
    assert sorted(map(str, answers))[0] == "2"
    assert sum(isinstance(answer, NotNow) for answer in answers) == 1
    with tenancy.acting_in([school]):
        numbers = Version.objects.filter(plan_id=plan).values_list("number", flat=True)
        assert sorted(numbers) == [1, 2]


def test_two_who_start_a_plan_for_one_child_make_one_plan(scene):
    school, _, _, _, people = scene
    with tenancy.acting_in([school]):
        child = a_child(school, "Ali")
    answers = at_once(
        school,
        *(
            lambda p=p: services.open_plan(
                p, school_id=school, child_id=child, layer=Layer.TARGETED, now=NOW
            )
            for p in people
        ),
    )
    assert sum(isinstance(answer, NotNow) for answer in answers) == 1
    with tenancy.acting_in([school]):
        assert Plan.objects.filter(child_id=child).count() == 1


def test_twenty_saves_at_once_leave_an_unbroken_log(scene):
    school, _, plan, line, people = scene
    fields = ("title", "target", "baseline", "measure")
    for _ in range(3):
        at_once(
            school,
            *(
                saver(people[n % 2], plan, line, field, f"{field} {n}")
                for n, field in enumerate(fields)
            ),
        )
    with tenancy.acting_in([school]):
        assert verify_chain(school).sound
        seqs = list(
            AuditLeaf.objects.filter(school_id=school).order_by("seq").values_list("seq", flat=True)
        )
    assert seqs == list(range(len(seqs)))


def test_undo_at_the_very_moment_of_a_colleague_s_save_loses_no_words(scene):
    """Whichever comes first: her words stand, or stand beside mine for a person to choose."""
    school, _, plan, line, (ann, bea) = scene

    def saving(person, text, rev, second):
        return services.save_field(
            person, plan_id=plan, line_id=line, field="target", value=text, base_rev=rev,
            now=NOW + timedelta(seconds=second),
        )  # fmt: skip

    with tenancy.acting_in([school]):
        saving(ann, "Mine", 0, 1)
    at_once(
        school,
        lambda: services.undo(ann, plan_id=plan, now=NOW + timedelta(seconds=2)),
        lambda: saving(bea, "Hers", 1, 2),
    )
    with tenancy.acting_in([school]):
        stands = DraftLine.objects.get(id=line).values["target"]
        beside = list(Clash.objects.filter(plan_id=plan).values_list("other", flat=True))
    assert "Hers" in {stands, *beside}


def test_two_who_undo_at_once_each_take_back_their_own(scene):
    school, _, plan, line, people = scene
    fields = ("target", "baseline")
    with tenancy.acting_in([school]):
        for person, field in zip(people, fields, strict=True):
            services.save_field(
                person, plan_id=plan, line_id=line, field=field, value=field, base_rev=0,
                now=NOW + timedelta(seconds=1),
            )  # fmt: skip
    later = NOW + timedelta(seconds=2)
    done = at_once(school, *(lambda p=p: services.undo(p, plan_id=plan, now=later) for p in people))
    assert [each.field for each in done] == list(fields)
    with tenancy.acting_in([school]):
        values = DraftLine.objects.get(id=line).values
    assert (values["target"], values["baseline"]) == (None, None)
