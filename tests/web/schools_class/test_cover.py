"""The cover card: for one lesson, by link and code, first names and what to do; and dead with the bell."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories.access import NOW, a_denial
from tests.factories.people import a_child
from tests.factories.plans import save
from tests.web.print.reading import read

from spinney.access.looks import who_looked
from spinney.access.models import AuditLeaf
from spinney.access.types import COVER, DenialKind
from spinney.events.models import Outbox
from spinney.kernel import clock, tenancy
from spinney.people.models import Child, GroupChild, Lesson, SenNeed
from spinney.plans import services
from spinney.plans.models import Card, CoverCard
from spinney.plans.rules import cover as rules

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # the lesson is from nine to ten
IN_LESSON = MONDAY + timedelta(hours=1, minutes=30)
DAY = "2026-11-23"
CANARIES = (
    "CANARYSURNAME",
    "2011-03-07",
    "CANARYNEED",
    "dyslexia",
    "autistic",
    "epilepsy",
    "targeted",
)


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    cache.clear()
    set_clock(MONDAY)
    return set_clock


@pytest.fixture
def lesson(world):
    """A lesson of Maya's teacher; Maya's plan is full of what a cover teacher must not read."""
    senco = world.actor("senco")
    with tenancy.acting_in([world.alder]):
        Child.objects.filter(id=world.maya).update(surname="CANARYSURNAME", born_on="2011-03-07")
        SenNeed.objects.create(
            school_id=world.alder, child_id=world.maya, need_type="ASD", rank=1, source="test"
        )
        group = GroupChild.objects.filter(child_id=world.maya).order_by("id").first().group_id
        for section, field, words in (
            ("need", "title", "CANARYNEED"),
            ("adjustment", "text", "Because of her dyslexia, give Maya CANARYSURNAME the words."),
            ("safety", "action", "An autistic meltdown: clear the room. Her epilepsy card is in the bag."),
        ):  # fmt: skip
            line = services.add_line(senco, plan_id=world.plan, section=section, now=NOW)
            save(senco, world.plan, line, field, words)
        services.publish_plan(senco, plan_id=world.plan, why="More.", now=NOW)
        return Lesson.objects.filter(group_id=group, weekday=1, starts="09:00").get()


def make(client, lesson, day=DAY, **form):
    answer = client.post(f"/cover-cards/lessons/{lesson.id}/{day}", form)
    page = answer.content.decode()
    link = re.search(r"/cover/[\w-]{64}", page)
    code = re.search(r"(\d{3}) (\d{3})</p>", page)
    assert link, page
    return link[0], code[1] + code[2]


def opened(link, code):
    return Client().post(link, {"code": code})


def test_a_cover_teacher_opens_it_in_the_lesson_and_knows_what_to_do(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    visitor = Client()
    assert "Maya" not in visitor.get(link).content.decode()
    page = visitor.post(link, {"code": f"{code[:3]} {code[3:]}"})
    assert page.status_code == 200
    told = page.content.decode()
    assert "Give Maya the first word" in told
    assert "call 999 after five minutes" in told
    assert "until 10:00" in told
    again = visitor.get(link)  # a phone that went dark asks for no code again
    assert "Give Maya the first word" in again.content.decode()


@pytest.mark.parametrize("who", ["teacher", "senco", "office"])
def test_no_name_diagnosis_birthday_or_need_is_on_the_screen_or_the_paper(
    world, as_, lesson, at, who
):
    keep = rules_key(lesson)
    link, code = make(as_(who), lesson, keep=[keep])
    with tenancy.acting_in([world.alder]):
        cover = CoverCard.objects.get()
    paper = read(as_(who).get(f"/cover-cards/{cover.id}.pdf").content)
    at(IN_LESSON)
    page = opened(link, code).content.decode()
    assert "Maya" in page
    assert "clear the room" in page
    assert "Destroy this sheet at 10:00" in paper.text
    for whole in (page, paper.everything().decode("latin-1")):
        assert [word for word in CANARIES if word.lower() in whole.lower()] == []


def rules_key(lesson):
    from spinney.plans.queries import key_of

    with tenancy.acting_in([lesson.school_id]):
        card = Card.objects.get(strategies__len__gte=2)
    return key_of(next(t for t in card.strategies if "dyslexia" in t))


def test_a_strategy_that_names_a_diagnosis_is_out_unless_the_maker_keeps_it(world, as_, lesson, at):
    asked = as_("teacher").get(f"/cover-cards/lessons/{lesson.id}/{DAY}").content.decode()
    assert "Because of her dyslexia" in asked
    assert "Would be shown as: Because of her [not shown], give Maya the words." in asked
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    assert "give Maya the words" not in opened(link, code).content.decode()
    at(MONDAY)
    link, code = make(as_("teacher"), lesson, keep=[rules_key(lesson)])
    at(IN_LESSON)
    assert "Because of her [not shown], give Maya the words" in opened(link, code).content.decode()


def test_the_office_is_told_how_many_are_left_out_and_reads_none_of_them(world, as_, lesson, at):
    page = as_("office").get(f"/cover-cards/lessons/{lesson.id}/{DAY}").content.decode()
    assert "1 strategy is left out" in page
    assert "dyslexia" not in page
    assert "Give Maya" not in page
    make(as_("office"), lesson, keep=[rules_key(lesson)])
    with tenancy.acting_in([world.alder]):
        assert CoverCard.objects.get().kept == []


MUTANTS = {
    "the line as it is written": (rules, "said", lambda text, own, others=(): text),
    "diagnoses come through": (rules, "without_diagnosis", lambda text: text),
    "surnames come through": (rules, "without_surnames", lambda text, own, others=(): text),
    "whole names": (
        rules, "first_names", lambda children: {k: " ".join(v) for k, v in children.items()},
    ),
    "nothing is held back": (rules, "names_a_diagnosis", lambda text: False),
}  # fmt: skip


@pytest.mark.parametrize("fault", set(MUTANTS) - {"nothing is held back"})
def test_a_planted_fault_lets_a_word_through_and_is_seen(
    world, as_, lesson, at, monkeypatch, fault
):
    link, code = make(as_("teacher"), lesson, keep=[rules_key(lesson)])
    at(IN_LESSON)
    monkeypatch.setattr(*MUTANTS[fault])
    page = opened(link, code).content.decode().lower()
    assert [word for word in CANARIES if word.lower() in page]


def test_even_if_nothing_were_held_back_no_diagnosis_would_be_read(
    world, as_, lesson, at, monkeypatch
):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    monkeypatch.setattr(*MUTANTS["nothing is held back"])
    assert "dyslexia" not in opened(link, code).content.decode()


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (MONDAY + timedelta(minutes=49, seconds=59), 404),
        (MONDAY + timedelta(minutes=50), 200),
        (MONDAY + timedelta(hours=1, minutes=59, seconds=59), 200),
        (MONDAY + timedelta(hours=2), 404),
        (MONDAY + timedelta(days=7, hours=1), 404),
    ],
)
def test_it_lives_from_ten_minutes_before_to_the_bell(world, as_, lesson, at, moment, status):
    link, code = make(as_("teacher"), lesson)
    at(moment)
    assert opened(link, code).status_code == status


def dead(client, link, code="000000"):
    found = client.get(link), client.post(link, {"code": code})
    return {(a.status_code, a.content, tuple(sorted(a.headers.items()))) for a in found}


def test_every_way_of_being_dead_gives_the_same_bytes(world, as_, lesson, at):
    """Unknown, too early, over, ended, another school's, cut short, hostile: nothing tells them apart."""
    teacher = as_("teacher")
    link, code = make(teacher, lesson)
    answers = dead(Client(), link, code)  # too early
    other = link[:7] + swapped(link[7:], world.birch)
    at(IN_LESSON)
    odd = ("/cover/x", link[:-1], f"{link}A", "/cover/" + "A" * 64, "/cover/%00", other)
    for each in odd:
        answers |= dead(Client(), each, code)
    with tenancy.acting_in([world.alder]):
        cover = CoverCard.objects.get()
    visitor = Client()
    assert visitor.post(link, {"code": code}).status_code == 200
    teacher.post(f"/cover-cards/{cover.id}/end")
    answers |= dead(visitor, link, code)  # ended under the eyes of someone who had it open
    at(MONDAY + timedelta(hours=2))
    answers |= dead(Client(), link, code)
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def swapped(token: str, school) -> str:
    import base64

    whole = base64.urlsafe_b64decode(token)
    return base64.urlsafe_b64encode(school.bytes + whole[16:]).decode()


def test_it_is_not_kept_not_told_and_leads_nowhere(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    answer = opened(link, code)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    page = answer.content.decode()
    assert "<a " not in page.replace('<a href="#main"', "")
    assert "sign-out" not in page
    cookie = answer.cookies["cover"]
    assert cookie["path"] == link
    assert cookie["httponly"]
    assert code not in cookie.value


def test_only_hashes_are_kept(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    with tenancy.acting_in([world.alder]):
        kept = str(CoverCard.objects.values().get())
    assert link[7:] not in kept
    assert code not in kept


def test_a_link_that_does_not_open_yet_is_not_written_into_the_servers_log(
    world, as_, lesson, at, caplog
):
    link, code = make(as_("teacher"), lesson)
    dead(Client(), link, code)
    at(IN_LESSON)
    opened(link, "1")
    assert link[7:] not in caplog.text


def test_a_wrong_code_shows_nothing_and_too_many_end_the_link(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    wrong = "000000" if code != "000000" else "111111"
    for typed in [wrong, "", "\x00", "x" * 5000, "١٢٣", code + "0", "-1"]:
        answer = opened(link, typed)
        assert answer.status_code == 422
        assert "Maya" not in answer.content.decode()
    assert opened(link, wrong).status_code == 422
    assert opened(link, code).status_code == 404
    assert (
        "Locked after too many wrong codes" in as_("teacher").get("/cover-cards").content.decode()
    )


def test_a_cookie_of_one_link_opens_no_other(world, as_, lesson, at):
    first, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    value = opened(first, code).cookies["cover"].value
    second, _ = make(as_("senco"), lesson)
    visitor = Client()
    visitor.cookies["cover"] = value
    assert "Maya" not in visitor.get(second).content.decode()
    assert visitor.get(first).status_code == 404  # a new link ends the one before


def test_whoever_tries_many_links_has_to_rest(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    visitor = Client()
    statuses = {visitor.get(f"/cover/{n:064}").status_code for n in range(45)}
    assert statuses == {404, 429}
    assert visitor.post(link, {"code": code}).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post(link, {"code": code}).status_code == 200


def test_each_opening_is_a_look_and_is_counted(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    visitor = Client()
    visitor.post(link, {"code": code})
    visitor.get(link)
    opened(link, "1")
    with tenancy.acting_in([world.alder]):
        leaves = AuditLeaf.objects.filter(actor_id=COVER)
        assert [world.maya in leaf.subject_ids for leaf in leaves] == [True, True]
        assert CoverCard.objects.get().openings == 2
        told = Outbox.objects.filter(type="spinney.cover-card.made.v1").get().data
    assert set(told) == {"group_id", "day"}
    assert "Opened 2 times" in as_("teacher").get("/cover-cards").content.decode()


def test_a_parent_reads_that_a_cover_teacher_looked(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    opened(link, code)
    with tenancy.acting_in([world.alder, world.birch]):
        looks = who_looked(world.actor("mother"), child_id=world.maya, now=IN_LESSON).looks
    assert [(x.who, x.role, x.times) for x in looks if x.who.startswith("Cover")] == [
        ("Cover teacher", "lesson at 9:00, by a link that ends with the bell", 1)
    ]


def test_two_children_of_one_first_name_are_told_apart(world, as_, lesson, at):
    with tenancy.acting_in([world.alder]):
        other = a_child(world.alder, "Maya", "Patel")
        GroupChild.objects.create(
            school_id=world.alder, group_id=lesson.group_id, child_id=other, source="test",
            valid_from=NOW.date(),
        )  # fmt: skip
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    page = opened(link, code).content.decode()
    assert ">Maya C<" in page
    assert "Patel" not in page


def test_a_safety_line_written_after_the_link_was_made_is_there(world, as_, lesson, at):
    link, code = make(as_("teacher"), lesson)
    with tenancy.acting_in([world.alder]):
        Card.objects.filter(child_id=world.maya).update(
            safety=[{"kind": "allergy", "signs": "", "action": "No nuts."}]
        )
    at(IN_LESSON)
    assert "No nuts." in opened(link, code).content.decode()


def test_a_child_closed_to_the_maker_by_a_court_is_not_on_their_link(world, as_, lesson, at):
    with tenancy.acting_in([world.alder]):
        a_denial(world.alder, world.maya, DenialKind.COURT_ORDER, user_id=world.users["teacher"])
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    assert "Maya" not in opened(link, code).content.decode()


@pytest.mark.parametrize("who", ["other_teacher", "head", "dsl", "it_lead", "birch_senco"])
def test_others_can_neither_make_end_nor_print_one(world, as_, lesson, at, who):
    make(as_("teacher"), lesson)
    with tenancy.acting_in([world.alder]):
        cover = CoverCard.objects.get()
    client = as_(who)
    for address in (f"/cover-cards/lessons/{lesson.id}/{DAY}", f"/cover-cards/{cover.id}.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(f"/cover-cards/lessons/{lesson.id}/{DAY}").status_code == 404
    assert client.post(f"/cover-cards/{cover.id}/end").status_code == 404
    assert "Maya" not in client.get("/cover-cards").content.decode()
    with tenancy.acting_in([world.alder]):
        assert CoverCard.objects.get().ended_at is None


@pytest.mark.parametrize("who", ["mother", "young_person", "charlie"])
def test_nobody_outside_the_staff_reaches_the_pages(world, as_, lesson, at, who):
    assert as_(who).get("/cover-cards").status_code == 404
    assert as_(who).post(f"/cover-cards/lessons/{lesson.id}/{DAY}").status_code == 404


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-16", "2026-12-07", "x", "0001-01-01"])
def test_a_day_without_that_lesson_or_too_far_off_is_not_there(world, as_, lesson, at, day):
    assert as_("senco").get(f"/cover-cards/lessons/{lesson.id}/{day}").status_code == 404
    assert as_("senco").post(f"/cover-cards/lessons/{lesson.id}/{day}").status_code == 404


def test_next_monday_is_within_five_school_days_and_a_lesson_that_is_over_is_not_offered(
    world, as_, lesson, at
):
    make(as_("senco"), lesson, day="2026-11-30")
    at(MONDAY + timedelta(hours=3))
    answer = as_("senco").get(f"/cover-cards/lessons/{lesson.id}/{DAY}", follow=True)
    assert "That lesson is over" in answer.content.decode()


def test_ending_twice_changes_nothing(world, as_, lesson, at):
    make(as_("office"), lesson)
    with tenancy.acting_in([world.alder]):
        cover = CoverCard.objects.get()
    for _ in range(2):
        assert as_("senco").post(f"/cover-cards/{cover.id}/end").status_code == 302
    with tenancy.acting_in([world.alder]):
        assert Outbox.objects.filter(type="spinney.cover-card.ended.v1").count() == 1


def test_the_list_asks_the_same_few_questions_for_many_links(
    world, as_, lesson, at, django_assert_max_num_queries
):
    with tenancy.acting_in([world.alder]):
        for n in range(30):
            CoverCard.objects.create(
                school_id=world.alder, group_id=lesson.group_id, lesson=lesson.id, day=DAY,
                opens_at=MONDAY, closes_at=IN_LESSON, token_hash=f"{n:064}", code_hash="x",
                made_at=MONDAY, made_by=world.users["teacher"], made_by_name="T", ended_at=MONDAY,
            )  # fmt: skip
    client = as_("senco")
    client.get("/cover-cards")
    with django_assert_max_num_queries(15):  # with the savepoints and settings of a request
        client.get("/cover-cards")


def test_an_empty_class_says_so(world, as_, lesson, at):
    with tenancy.acting_in([world.alder]):
        Card.objects.filter(child_id=world.maya).delete()
    link, code = make(as_("teacher"), lesson)
    at(IN_LESSON)
    assert "No child in this class has a card" in opened(link, code).content.decode()
