"""'Used today' in one tap: for the child's evidence, taken back by a second tap, and never by teacher."""

import csv
import inspect
import io
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from tests.factories.access import NOW, a_membership, a_tie, a_user
from tests.factories.people import a_class, a_member_of_staff
from tests.factories.plans import STRATEGY, save

from spinney.access.models import AuditLeaf, User
from spinney.access.types import Relation, Role
from spinney.events.models import Outbox
from spinney.kernel import clock, tenancy
from spinney.people.models import Group, GroupChild
from spinney.plans import queries, services
from spinney.plans.events import StrategyUsed
from spinney.plans.models import Card, StrategyUse
from spinney.plans.types import classroom as types

pytestmark = pytest.mark.django_db
IN_LESSON = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, in the lesson from 9 to 10
KEY = queries.key_of(STRATEGY)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(IN_LESSON)
    return set_clock


@pytest.fixture
def group(world):
    with tenancy.acting_in([world.alder]):
        return GroupChild.objects.filter(child_id=world.maya).order_by("id").first().group_id


def form(world, group, said="yes", **other):
    return {
        "tap": f"{world.maya}:{KEY}:{said}", "group": str(group), "day": "2026-11-23", "starts": "09:00",
        "lesson": "0", **other,
    }  # fmt: skip


def uses(world) -> int:
    with tenancy.acting_in([world.alder]):
        return StrategyUse.objects.count()


def test_one_tap_notes_it_and_a_second_takes_it_back(world, as_, at, group):
    teacher = as_("teacher")
    page = teacher.get("/today").content.decode()
    assert f'value="{world.maya}:{KEY}:yes" aria-pressed="false"' in page
    answer = teacher.post("/today/used", form(world, group))
    assert (answer.status_code, answer["Location"]) == (302, f"/today?lesson=0#c-{world.maya}")
    assert (
        f'value="{world.maya}:{KEY}:no" aria-pressed="true"'
        in teacher.get("/today").content.decode()
    )
    teacher.post("/today/used", form(world, group, "no"))
    assert uses(world) == 0


def test_the_same_tap_sent_twice_is_one_use_one_leaf_and_one_event(world, as_, at, group):
    for _ in range(3):
        answer = as_("teacher").post(
            "/today/used", form(world, group), headers={"Accept": "application/json"}
        )
        assert answer.json() == {"message": ""}
    assert uses(world) == 1
    with tenancy.acting_in([world.alder]):
        assert AuditLeaf.objects.filter(action="use_strategy").count() == 1
        told = Outbox.objects.filter(type=StrategyUsed.type).get().data
        use = StrategyUse.objects.get()
    assert set(told) == {"child_id", "line_id", "group_id", "day", "used"}
    assert (use.text_hash, use.version, use.starts, str(use.line)) == (
        KEY, 1, time(9), told["line_id"],
    )  # fmt: skip


def test_from_a_class_opened_by_its_name_a_tap_has_no_hour_and_comes_back_there(
    world, as_, at, group
):
    teacher = as_("teacher")
    for _ in range(2):
        answer = teacher.post("/today/used", form(world, group, starts="", lesson=""))
        assert answer["Location"] == f"/classes/{group}/cards#c-{world.maya}"
    assert uses(world) == 1


@pytest.mark.parametrize(
    "who", ["other_teacher", "head", "senco", "dsl", "office", "it_lead", "birch_senco", "mother", "charlie"]
)  # fmt: skip
def test_who_does_not_teach_or_support_the_child_cannot_note_a_use(world, as_, at, group, who):
    assert as_(who).post("/today/used", form(world, group)).status_code == 404
    assert uses(world) == 0


def test_a_senco_sees_the_card_without_buttons(world, as_, at, group):
    page = as_("senco").get(f"/classes/{group}/cards").content.decode()
    assert STRATEGY in page
    assert "Used today" not in page


@pytest.mark.parametrize(
    "bad",
    [
        {"tap": ""}, {"tap": "x:y:yes"}, {"tap": "1:2:3:4"}, {"day": "yesterday"}, {"day": "2026-13-01"},
        {"starts": "25:00"}, {"starts": "9"}, {"group": "x"}, {"starts": "09:00:00+01:00"},
    ],
    ids=str,
)  # fmt: skip
def test_a_tap_that_cannot_be_read_is_told(world, as_, at, group, bad):
    answer = as_("teacher").post(
        "/today/used", form(world, group) | bad, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert "could not be read" in answer.json()["message"]


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"day": "2026-11-24"}, 422), ({"day": "2026-11-19"}, 422), ({"day": "2026-11-20"}, 200),
        ({"starts": "11:00"}, 404), ({"group": "01900000-0000-7000-8000-000000000000"}, 404),
    ],
    ids=str,
)  # fmt: skip
def test_only_a_lesson_that_was_and_not_long_ago(world, as_, at, group, other, status):
    answer = as_("teacher").post(
        "/today/used", form(world, group) | other, headers={"Accept": "application/json"}
    )
    assert answer.status_code == status


@pytest.mark.parametrize("key", ["0" * 64, "", "\x00", "x" * 500])
def test_a_strategy_that_is_not_on_the_card_is_told(world, as_, at, group, key):
    answer = as_("teacher").post(
        "/today/used", form(world, group) | {"tap": f"{world.maya}:{key}:yes"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "no longer on the card" in answer.json()["message"]


def test_a_tap_is_not_taken_back_on_another_day(world, as_, at, group):
    as_("teacher").post("/today/used", form(world, group))
    at(IN_LESSON + timedelta(days=1))
    answer = as_("teacher").post(
        "/today/used", form(world, group, "no"), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert uses(world) == 1


def test_a_tap_kept_by_a_device_is_refused_when_someone_else_has_signed_in(world, as_, at, group):
    answer = as_("assistant").post(
        "/today/used", form(world, group), headers={"X-Cards-For": str(world.users["teacher"])}
    )
    assert answer.status_code == 404
    assert uses(world) == 0


def test_nobody_takes_back_another_persons_tap(world, as_, at, group):
    as_("teacher").post("/today/used", form(world, group))
    as_("assistant").post("/today/used", form(world, group, "no"))
    assert uses(world) == 1
    assert (
        'aria-pressed="true"'
        not in as_("assistant").get(f"/classes/{group}/cards").content.decode()
    )


def lessons_with(world, *, subjects=("Maths", "Art"), teachers=2, days=3):
    """The same strategy, used by several teachers in several lessons of several subjects."""
    with tenancy.acting_in([world.alder]):
        line = StrategyUse.objects.values_list("line", flat=True).first() or world.line
        for subject in subjects:
            staff = a_member_of_staff(world.alder, world.users["teacher"], "Teacher")
            group = a_class(world.alder, staff_id=staff, children=(world.maya,))
            Group.objects.filter(id=group).update(subject=subject)
            for day in range(days):
                for n in range(teachers):
                    StrategyUse.objects.create(
                        school_id=world.alder, child_id=world.maya, plan_id=world.plan, version=1,
                        line=line, text_hash=KEY, group_id=group, day=date(2026, 9, 7 + day),
                        starts=time(9), used_by=list(world.users.values())[n], at=NOW,
                    )  # fmt: skip


def test_the_senco_reads_lessons_and_subjects_since_september(world, as_, at, group):
    as_("teacher").post("/today/used", form(world, group))
    lessons_with(world)
    page = as_("senco").get(f"/plans/{world.plan}/in-class").content.decode()
    assert "Used in 7 lessons in 2 subjects since 1 September 2026" in page
    assert "Never for appraisal" in page
    assert STRATEGY in page


def test_last_years_uses_are_last_years(world, as_, at, group):
    lessons_with(world)
    with tenancy.acting_in([world.alder]):
        rows = list(StrategyUse.objects.values())
        StrategyUse.objects.all().delete()
        for row in rows:
            StrategyUse.objects.create(**(row | {"day": row["day"].replace(month=7)}))
    assert (
        "Nothing is noted yet" in as_("senco").get(f"/plans/{world.plan}/in-class").content.decode()
    )


def test_the_spreadsheet_holds_no_adult_and_runs_nothing(world, as_, at, group):
    senco = world.actor("senco")
    with tenancy.acting_in([world.alder]):
        line = services.add_line(senco, plan_id=world.plan, section="adjustment", now=NOW)
        save(senco, world.plan, line, "text", '=HYPERLINK("http://x")')
        services.publish_plan(senco, plan_id=world.plan, why="More.", now=NOW)
        key = queries.key_of('=HYPERLINK("http://x")')
    as_("teacher").post("/today/used", form(world, group) | {"tap": f"{world.maya}:{key}:yes"})
    answer = as_("senco").get(f"/plans/{world.plan}/in-class.csv")
    told = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert rows[0] == [
        "Strategy",
        "On the card now",
        "Lessons",
        "Subjects",
        "First used",
        "Last used",
    ]
    assert rows[1][:4] == ['\'=HYPERLINK("http://x")', "yes", "1", "Maths"]
    assert "Teacher" not in told
    assert "maya" not in answer["Content-Disposition"].lower()


@pytest.mark.parametrize(
    "who", ["teacher", "assistant", "other_teacher", "head", "dsl", "office", "it_lead", "mother",
            "young_person", "birch_senco", "charlie"],
)  # fmt: skip
def test_only_who_writes_the_plan_sees_it_in_class(world, as_, at, who):
    """The head appraises staff: not even the head."""
    assert as_(who).get(f"/plans/{world.plan}/in-class").status_code == 404
    assert as_(who).get(f"/plans/{world.plan}/in-class.csv").status_code == 404


# Never for appraisal ------------------------------------------------------------------------------


def names_of_people(found) -> list[str]:
    """Fields of the summaries of use in which an adult could stand."""
    return [
        f
        for f in found.__dataclass_fields__
        if re.search(r"user|who|by|teacher|staff|adult|name", f)
    ]


def test_nothing_that_is_told_of_a_use_has_room_for_an_adult():
    assert names_of_people(types.UseOfStrategy) == []
    assert names_of_people(types.CannotDo) == ["teacher"]  # so that the fields are looked at at all


USER_OF_USE = re.compile(r"\bused_by\b")
ALLOWED = {
    "plans/models/classroom.py": 2,  # the column, and the key that makes a tap count once
    "plans/services/classroom.py": 2,  # kept with the tap; taken back by its own maker
    "plans/queries/classroom.py": 3,  # compared with the reader, twice; the promise in words
}


def readers(folder: Path) -> dict[str, int]:
    """Where the column is named, and how often, in code and words."""
    found = {}
    for file in sorted(folder.rglob("*.py")):
        if "migrations" not in file.parts:
            count = len(USER_OF_USE.findall(file.read_text(encoding="utf-8")))
            if count:
                found[str(file.relative_to(folder))] = count
    return found


def test_who_tapped_is_named_in_three_files_and_only_compared_with_the_reader():
    found = readers(ROOT / "src/spinney")
    assert set(found) <= set(ALLOWED) | {"plans/models/classroom.py"}
    from spinney.plans.queries import classroom

    code = inspect.getsource(classroom).partition('"""')[2].partition('"""')[2]
    told = re.findall(r".{0,12}used_by.{0,12}", code)
    assert told
    assert all("used_by = %(user)s" in each for each in told), told


def test_a_query_by_teacher_is_found(tmp_path):
    (tmp_path / "planted.py").write_text(
        'SQL = "SELECT used_by, count(*) FROM plans_strategy_use GROUP BY used_by"'
    )
    assert readers(tmp_path) == {"planted.py": 2}


def test_the_answer_does_not_change_with_who_tapped(world, as_, at, group):
    """Swap every tapper for another: page and file stay the same to the byte."""
    lessons_with(world, teachers=1)
    senco = as_("senco")

    def told():
        page = senco.get(f"/plans/{world.plan}/in-class").content.decode()
        return (
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page),
            senco.get(f"/plans/{world.plan}/in-class.csv").content,
        )

    before = told()
    with tenancy.acting_in([world.alder]):
        rows = list(StrategyUse.objects.values())
        StrategyUse.objects.all().delete()
        for n, row in enumerate(rows):
            StrategyUse.objects.create(**(row | {"used_by": list(world.users.values())[n % 5]}))
    assert told() == before


def test_the_page_asks_the_same_few_questions_for_many_uses(
    world, as_, at, django_assert_max_num_queries
):
    lessons_with(world, subjects=[f"Subject {n}" for n in range(8)], days=5)
    client = as_("senco")
    client.get(f"/plans/{world.plan}/in-class")
    with django_assert_max_num_queries(15):  # with the savepoints and settings of a request
        client.get(f"/plans/{world.plan}/in-class")


# Asked once a version -------------------------------------------------------------------------------


def confirm(client, world, version=1, **answers):
    return client.post(
        f"/today/confirm/{world.plan}", {"version": version, f"can-{KEY}": "yes", **answers}
    )


def test_a_teacher_is_asked_once_and_thanked(world, as_, at):
    teacher = as_("teacher")
    assert "Maya Okafor has a new plan" in teacher.get("/today").content.decode()
    assert STRATEGY in teacher.get(f"/today/confirm/{world.plan}").content.decode()
    assert confirm(teacher, world).status_code == 302
    assert "has a new plan" not in teacher.get("/today").content.decode()
    assert teacher.get(f"/today/confirm/{world.plan}").status_code == 404
    page = as_("senco").get(f"/plans/{world.plan}/in-class").content.decode()
    assert "Confirmed by 1 of 1." in page


def test_sent_twice_by_a_device_it_is_kept_once(world, as_, at):
    for _ in range(2):
        answer = as_("teacher").post(
            f"/today/confirm/{world.plan}", {"version": 1, f"can-{KEY}": "yes"},
            headers={"Accept": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 200


def test_a_new_version_asks_again(world, as_, at):
    confirm(as_("teacher"), world)
    senco = world.actor("senco")
    with tenancy.acting_in([world.alder]):
        line = services.add_line(senco, plan_id=world.plan, section="adjustment", now=NOW)
        save(senco, world.plan, line, "text", "Sit near the door.")
        services.publish_plan(senco, plan_id=world.plan, why="More.", now=NOW)
    assert "Maya Okafor has a new plan" in as_("teacher").get("/today").content.decode()
    late = confirm(as_("teacher"), world, version=1)
    assert late.status_code == 422
    assert "newer version" in late.content.decode()


def test_what_cannot_be_done_goes_to_the_senco_with_the_reason(world, as_, at):
    answer = confirm(as_("teacher"), world, **{f"can-{KEY}": "no"})
    assert answer.status_code == 422
    assert "Say why you cannot" in answer.content.decode()
    why = "<b>Thirty</b> children and no second adult."
    confirm(as_("teacher"), world, **{f"can-{KEY}": "no", f"why-{KEY}": why})
    page = as_("senco").get(f"/plans/{world.plan}/in-class").content.decode()
    assert "&lt;b&gt;Thirty&lt;/b&gt; children" in page
    with tenancy.acting_in([world.alder]):
        told = Outbox.objects.filter(type="spinney.plan.strategies-confirmed.v1").get().data
    assert told == {"child_id": str(world.maya), "version": 1, "cannot": 1}


@pytest.mark.parametrize("why", ["x" * 501, "\x00", " "])
def test_a_reason_that_says_nothing_or_too_much_is_told(world, as_, at, why):
    answer = confirm(as_("teacher"), world, **{f"can-{KEY}": "no", f"why-{KEY}": why})
    assert answer.status_code == 422


def test_the_senco_sees_whom_it_waits_for(world, as_, at):
    with tenancy.acting_in([world.alder]):
        for name in ("Ms Late", "Mr Later"):
            user = a_user(name)
            a_membership(user, world.alder, Role.TEACHER)
            staff = a_member_of_staff(world.alder, user, name)
            a_class(world.alder, staff_id=staff, children=(world.maya,))
            a_tie(user, world.alder, world.maya, Relation.TEACHES, source="timetable")
        assert User.objects.filter(display_name="Ms Late").exists()
    confirm(as_("teacher"), world)
    page = as_("senco").get(f"/plans/{world.plan}/in-class").content.decode()
    assert "Confirmed by 1 of 3." in page
    assert "Waiting for Mr Later, Ms Late." in page


@pytest.mark.parametrize(
    "who", ["other_teacher", "assistant", "senco", "head", "office", "birch_senco", "mother", "charlie"]
)  # fmt: skip
def test_nobody_off_the_timetable_is_asked_or_can_answer(world, as_, at, who):
    client = as_(who)
    assert client.get(f"/today/confirm/{world.plan}").status_code == 404
    assert confirm(client, world).status_code == 404
    assert "has a new plan" not in client.get("/today").content.decode()


def test_a_tie_without_a_lesson_is_not_asked(world, as_, at):
    with tenancy.acting_in([world.alder]):
        a_tie(world.users["other_teacher"], world.alder, world.maya, Relation.TEACHES)
    assert "has a new plan" not in as_("other_teacher").get("/today").content.decode()
    assert confirm(as_("other_teacher"), world).status_code in {404, 422}


def test_a_card_without_strategies_asks_nothing(world, as_, at):
    with tenancy.acting_in([world.alder]):
        Card.objects.update(strategies=[])
    assert "has a new plan" not in as_("teacher").get("/today").content.decode()
