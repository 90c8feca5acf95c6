"""The meeting: what a room may see, whose words are shown, who takes on what, and who may know of it."""

from datetime import date, timedelta

import pytest
from tests.factories.access import NOW, a_denial
from tests.factories.full_plan import fill
from tests.factories.people import a_carer
from tests.factories.plans import write
from tests.factories.reviews import a_review, judge

from spinney.access.types import DenialKind
from spinney.events.models import Outbox
from spinney.kernel.errors import BadInput, NotAllowed, NotFound, NotNow
from spinney.kernel.ids import uuid7
from spinney.plans import queries, services
from spinney.plans.models import ReviewPerson, ReviewTask
from spinney.plans.queries import review as review_query
from spinney.plans.services import NewPerson
from spinney.plans.types import AnswerKind

SECRET = "CANARY staff note"
MOTHERS, FATHERS = "CANARY mornings are hard", "CANARY she is fine with me"


@pytest.fixture
def room(world, senco):
    """Maya's plan with a staff note and a line from each parent, and the mother asked to the review."""
    write(senco, world.plan, "review", "notes", SECRET)
    for carer, words in ((world.mother_carer, MOTHERS), (world.father_carer, FATHERS)):
        line = services.add_line(senco, plan_id=world.plan, section="parent_voice", now=NOW)
        fill(senco, world.plan, line, {"person": str(carer), "who": "Parent", "words": words})
    services.publish_plan(senco, plan_id=world.plan, why="Before the review", now=NOW)
    return add(senco, world, f"carer:{world.mother_carer}")


def add(senco, world, ref="", **more):
    return services.add_person(
        senco, plan_id=world.plan, person=NewPerson(ref=ref, **more), now=NOW
    )


def task(senco, world, person, what="Make a new card", **more):
    given = {"by_when": date(2026, 12, 1), "now": NOW, **more}
    return services.add_task(senco, plan_id=world.plan, person_id=person, what=what, **given)


def meeting(senco, world):
    return queries.meeting_page(senco, plan_id=world.plan, now=NOW)


def test_the_screen_holds_nothing_that_the_family_may_not_see(world, senco, room):
    shown = repr(meeting(senco, world))
    assert "Maya asks for help with a card" in shown
    assert "CANARY" not in shown


def test_a_screen_drawn_with_the_sencos_own_rights_would_be_caught(world, senco, room, monkeypatch):
    """The planted fault: everything the SENCO may read, on the wall."""
    monkeypatch.setattr(
        review_query.render, "for_reader", lambda template, lines, classes, **more: (lines, False)
    )
    monkeypatch.setattr(
        review_query, "_written", lambda found, adult: tuple(x.text("words") for x in found.lines)
    )
    services.set_people(
        senco, plan_id=world.plan, present=frozenset({room}), voices=frozenset({room}), now=NOW
    )
    assert FATHERS in repr(meeting(senco, world))


def test_a_parents_words_are_shown_when_they_are_there_and_chose_to(world, senco, room):
    services.answer_plan(
        world.actor("mother"), plan_id=world.plan, version=2, kind=AnswerKind.VIEWS,
        words="CANARY typed at home", now=NOW,
    )  # fmt: skip
    for present, chose, shown in (
        (True, False, False), (True, True, True), (False, True, False),
    ):  # fmt: skip
        services.set_people(
            senco, plan_id=world.plan, present=frozenset({room} if present else ()),
            voices=frozenset({room} if chose else ()), now=NOW,
        )  # fmt: skip
        page = meeting(senco, world)
        assert bool(page.voices) is shown
        assert FATHERS not in repr(page)
    services.set_people(
        senco, plan_id=world.plan, present=frozenset({room}), voices=frozenset({room}), now=NOW
    )
    (voice,) = meeting(senco, world).voices
    assert voice.words == (MOTHERS, "CANARY typed at home")


def test_two_parents_stand_side_by_side_each_in_their_own_words(world, senco, room):
    aunt = a_carer(world.alder, world.maya, forename="Ife")
    line = services.add_line(senco, plan_id=world.plan, section="parent_voice", now=NOW)
    fill(senco, world.plan, line, {"person": str(aunt), "who": "Ife", "words": "Mornings are fine"})
    services.publish_plan(senco, plan_id=world.plan, why="Her aunt's words", now=NOW)
    other = add(senco, world, f"carer:{aunt}")
    both = frozenset({room, other})
    services.set_people(senco, plan_id=world.plan, present=both, voices=both, now=NOW)
    assert [voice.words for voice in meeting(senco, world).voices] == [
        (MOTHERS,), ("Mornings are fine",),
    ]  # fmt: skip


def test_a_parent_under_a_court_order_is_neither_offered_nor_asked_nor_shown(world, senco, room):
    offered = queries.review_page(senco, plan_id=world.plan, now=NOW).candidates
    assert f"carer:{world.father_carer}" not in {one.ref for one in offered}
    with pytest.raises(NotNow):
        add(senco, world, f"carer:{world.father_carer}")


def test_an_order_that_comes_after_the_invitation_takes_them_off_the_screen(world, senco, room):
    services.set_people(
        senco, plan_id=world.plan, present=frozenset({room}), voices=frozenset({room}), now=NOW
    )
    given_ = task(senco, world, room, "Bring the diary")
    a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=world.users["mother"])
    page = meeting(senco, world)
    assert (page.people, page.voices, page.tasks) == ((), (), ())
    with pytest.raises(NotNow):
        queries.recap(senco, plan_id=world.plan, person_id=room, now=NOW)
    services.read_back(senco, plan_id=world.plan, items=frozenset({given_}), now=NOW)
    assert queries.my_tasks(world.actor("mother"), now=NOW, as_family=True) == ()


def test_a_record_that_is_closed_to_the_family_is_not_put_on_a_shared_screen(world, senco, room):
    a_denial(world.alder, world.maya, DenialKind.SAFEGUARDING_FREEZE)
    with pytest.raises(NotNow, match="Ask the DSL"):
        meeting(senco, world)
    with pytest.raises(NotNow):
        services.read_back(senco, plan_id=world.plan, items=frozenset(), now=NOW)
    judge(senco, world.plan)
    services.record_review(senco, plan_id=world.plan, now=NOW)
    assert queries.my_tasks(world.actor("mother"), now=NOW, as_family=True) == ()


def test_an_absent_colleagues_task_is_read_in_the_room_and_an_absent_parents_is_not(
    world, senco, room
):
    teacher = add(senco, world, f"staff:{world.users['teacher']}")
    task(senco, world, room, "Send the diary")
    task(senco, world, teacher, "Move her seat")
    services.set_people(senco, plan_id=world.plan, present=frozenset(), voices=frozenset(), now=NOW)
    page = meeting(senco, world)
    assert page.people == ()
    assert [t.what for t in page.tasks] == ["Move her seat"]


def test_staff_family_the_child_and_professionals_take_part_each_once(world, senco):
    refs = [f"staff:{world.users['teacher']}", f"carer:{world.mother_carer}", "child"]
    for ref in refs * 2:
        add(senco, world, ref)
    add(senco, world, name="Dr Ann Lee", role="Speech therapist")
    people = queries.review_page(senco, plan_id=world.plan, now=NOW).people
    assert [p.kind.value for p in people] == ["staff", "family", "child", "professional"]
    assert people[2].user_id == world.users["young_person"]


@pytest.mark.parametrize(
    ("ref", "error"),
    [("staff:nonsense", BadInput), ("", BadInput), ("carer:", BadInput)],
)
def test_someone_who_cannot_be_asked_is_refused_in_words(world, senco, ref, error):
    with pytest.raises(error):
        add(senco, world, ref)
    for user in ("charlie", "birch_senco"):
        with pytest.raises(NotFound):
            add(senco, world, f"staff:{world.users[user]}")
    with pytest.raises(NotFound):
        add(senco, world, f"carer:{uuid7()}")


def test_a_task_goes_to_one_person_and_to_nobody_elses_page(world, senco, room):
    teacher = add(senco, world, f"staff:{world.users['teacher']}")
    hers, his = task(senco, world, room, "Send the diary"), task(senco, world, teacher)
    for who in ("mother", "teacher"):
        assert queries.my_tasks(world.actor(who), now=NOW, as_family=who == "mother") == ()
    a_review(senco, world.plan)
    mine = queries.my_tasks(world.actor("mother"), now=NOW, as_family=True)
    assert [(t.id, t.what) for t in mine] == [(hers, "Send the diary")]
    assert [t.id for t in queries.my_tasks(world.actor("teacher"), now=NOW)] == [his]
    for who in ("father", "stepfather", "young_person", "charlie", "other_teacher", "birch_senco"):
        actor = world.actor(who)
        assert queries.my_tasks(actor, now=NOW) == ()
        assert queries.my_tasks(actor, now=NOW, as_family=True) == ()


def test_a_recap_holds_one_persons_tasks_and_no_one_elses_words(world, senco, room):
    teacher = add(senco, world, f"staff:{world.users['teacher']}")
    task(senco, world, room, "Send the diary")
    task(senco, world, teacher, "CANARY move her seat")
    judge(senco, world.plan, words="CANARY words")
    told = queries.recap(senco, plan_id=world.plan, person_id=room, now=NOW)
    assert [t.what for t in told.tasks] == ["Send the diary"]
    assert "CANARY" not in repr(told)
    for who in ("teacher", "mother", "head", "charlie", "birch_senco"):
        with pytest.raises((NotAllowed, NotFound)):
            queries.recap(world.actor(who), plan_id=world.plan, person_id=room, now=NOW)


def test_a_task_is_finished_by_its_owner_or_by_the_senco_and_by_nobody_else(world, senco, room):
    given_ = task(senco, world, room)
    for who in ("father", "stepfather", "teacher", "head", "charlie", "birch_senco"):
        with pytest.raises((NotAllowed, NotFound)):
            services.finish_task(world.actor(who), task_id=given_, done=True, now=NOW)
    services.finish_task(world.actor("mother"), task_id=given_, done=True, now=NOW)
    services.finish_task(senco, task_id=given_, done=True, now=NOW + timedelta(days=1))
    assert ReviewTask.objects.get(id=given_).done_at == NOW
    services.finish_task(senco, task_id=given_, done=False, now=NOW)
    assert ReviewTask.objects.get(id=given_).done_at is None
    told = [e.data["to"] for e in Outbox.objects.filter(type="spinney.plan.review-task-moved.v1")]
    assert sorted(told) == ["done", "given", "open"]
    with pytest.raises(NotFound):
        services.finish_task(senco, task_id=uuid7(), done=True, now=NOW)


def test_the_senco_sees_what_is_late(world, senco, room):
    given_ = task(senco, world, room, "Send the diary")
    a_review(senco, world.plan)
    then = NOW + timedelta(days=9)

    def late(who):
        return queries.late_tasks(world.actor(who), school_id=world.alder, now=then)

    assert [(t.id, t.person) for t in late("senco")] == [(given_, "Ada Okafor")]
    assert queries.late_tasks(senco, school_id=world.alder, now=NOW) == ()
    for who in ("teacher", "mother", "birch_senco"):
        with pytest.raises(NotAllowed):
            late(who)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"what": " "}, "Say what"),
        ({"what": "x" * 601}, "Shorten"),
        ({"by_when": date(2026, 11, 1)}, "from today"),
        ({"by_when": date(2099, 1, 1)}, "two years"),
        ({"person": uuid7()}, "one of the people"),
    ],
)
def test_a_task_that_cannot_be_kept_says_why(world, senco, room, given_, words):
    given_ = {"person": room, **given_}
    with pytest.raises(BadInput, match=words):
        task(senco, world, **given_)
    assert not ReviewTask.objects.exists()


def test_what_was_read_back_has_a_time_and_loses_it_when_the_words_change(world, senco, room):
    judge(senco, world.plan, words="Three lessons of five.")
    given_ = task(senco, world, room)
    items = frozenset({world.line, given_, uuid7()})
    assert services.read_back(senco, plan_id=world.plan, items=items, now=NOW) == 2
    assert services.read_back(senco, plan_id=world.plan, items=items, now=NOW) == 0
    page = meeting(senco, world)
    assert page.outcomes[0].read_back_at == page.tasks[0].read_back_at == NOW
    judge(senco, world.plan, words="Four lessons of five.")
    assert meeting(senco, world).outcomes[0].read_back_at is None


def test_people_and_tasks_can_be_taken_back_while_the_review_is_open(world, senco, room):
    given_ = task(senco, world, room)
    with pytest.raises(NotNow, match="has a task"):
        services.remove_person(senco, plan_id=world.plan, person_id=room, now=NOW)
    services.remove_task(senco, plan_id=world.plan, task_id=given_, now=NOW)
    services.remove_person(senco, plan_id=world.plan, person_id=room, now=NOW)
    assert not ReviewPerson.objects.exists()


def invite(senco, world, place="Library", minutes=45, days=7):
    services.set_meeting(
        senco, plan_id=world.plan, starts_at=NOW + timedelta(days=days), minutes=minutes,
        place=place, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"place": "Maya’s classroom"}, "child’s name out"),
        ({"minutes": 0}, "5 minutes"),
        ({"days": 4000}, "Check the day"),
        ({"place": "x" * 201}, "Shorten"),
    ],
)
def test_a_meeting_that_cannot_be_kept_says_why(world, senco, given_, words):
    with pytest.raises(BadInput, match=words):
        invite(senco, world, **given_)


def test_a_meeting_that_moves_counts_up_so_that_calendars_follow(world, senco):
    for _ in range(3):
        invite(senco, world)
    assert queries.review_page(senco, plan_id=world.plan, now=NOW).review.sequence == 2


@pytest.mark.parametrize("who", ["teacher", "head", "office", "mother", "charlie", "birch_senco"])
def test_nobody_else_runs_the_meeting(world, senco, room, who):
    actor, given_ = world.actor(who), task(senco, world, room)
    for act in (
        lambda: add(actor, world, "child"),
        lambda: task(actor, world, room),
        lambda: invite(actor, world),
        lambda: services.remove_task(actor, plan_id=world.plan, task_id=given_, now=NOW),
        lambda: services.remove_person(actor, plan_id=world.plan, person_id=room, now=NOW),
        lambda: services.read_back(actor, plan_id=world.plan, items=frozenset(), now=NOW),
        lambda: services.set_people(
            actor, plan_id=world.plan, present=frozenset(), voices=frozenset(), now=NOW
        ),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()


def test_those_who_may_not_read_about_parents_do_not_hear_their_names(world, senco, room):
    a_review(senco, world.plan)
    told = {
        who: queries.cycles_page(world.actor(who), plan_id=world.plan, now=NOW).completed[0].people
        for who in ("senco", "teacher", "mother")
    }
    assert told["senco"] == ("Ada Okafor (Family)",)
    assert told["teacher"] == told["mother"] == ("family",)
