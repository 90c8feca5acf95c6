"""A child's own voice is as private as their words: heard by whoever may read the page, and by nobody else."""

from datetime import timedelta

import pytest
from tests.factories.access import NOW, a_membership
from tests.files import makers
from tests.plans import file_mutants

from spinney.access.models import AuditLeaf
from spinney.access.types import Role
from spinney.events.models import Outbox
from spinney.files.store import store
from spinney.kernel.errors import BadInput, NotAllowed, NotFound
from spinney.plans import queries, services
from spinney.plans.models import Recording, Voice
from spinney.plans.types.voices import Sharing, Told

pytestmark = pytest.mark.usefixtures("kept")
EVERYONE = ["senco", "head", "dsl", "office", "teacher", "assistant", "it_lead", "other_teacher", "mother",
            "father", "stepfather", "young_person", "birch_senco", "charlie"]  # fmt: skip
STAFF = {"senco", "head", "dsl", "teacher", "assistant"}
LATER = NOW + timedelta(days=1)
N, S, F = Sharing.NOBODY, Sharing.SCHOOL, Sharing.FAMILY


def say(world, who="young_person", sharing=N, *, body=None, now=NOW, **more):
    voice = services.keep_child_voice(
        world.actor(who), plan_id=world.plan, told=Told(), sharing=sharing, now=now,
        aloud=[body or makers.wav()], **more,
    )  # fmt: skip
    return Recording.objects.get(voice_id=voice).id


def keep(world, who="young_person", sharing=N, **more):
    return services.keep_child_voice(
        world.actor(who), plan_id=world.plan, told=Told(), sharing=sharing, now=NOW, **more
    )


def hears(world, recording, now=NOW) -> set[str]:
    found = set()
    for who in EVERYONE:
        try:
            queries.open_recording(world.actor(who), recording_id=recording, now=now)
        except (NotAllowed, NotFound):
            continue
        found.add(who)
    return found


def wrong_hearers(world) -> list[str]:
    """Every way in which a recording is not open to someone, and who hears it nevertheless."""
    found = []
    recording = say(world)
    found += [f"{who} what is private" for who in hears(world, recording) - {"young_person"}]
    helped = say(world, "teacher")
    found += [f"{who} what another was told" for who in hears(world, helped) - {"teacher"}]
    found += [f"{who} the day after" for who in hears(world, helped, now=LATER)]
    keep(world, sharing=S)
    found += [
        f"{who} what school was told" for who in hears(world, recording) - STAFF - {"young_person"}
    ]
    a_membership(world.users["mother"], world.alder, Role.HEAD)
    found += [f"{who} as staff" for who in hears(world, recording) & {"mother"}]
    return found


def test_it_is_heard_by_whoever_may_read_the_page_and_by_nobody_else(world):
    assert wrong_hearers(world) == []


@pytest.mark.parametrize("plant", file_mutants.RECORDINGS, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_caught(world, monkeypatch, plant):
    plant(monkeypatch)
    assert wrong_hearers(world), f"{plant.__doc__}: nobody noticed"


def test_shared_it_is_heard_and_taken_back_it_is_not(world):
    recording = say(world, sharing=S)
    assert hears(world, recording) == STAFF | {"young_person"}
    keep(world, sharing=F)
    assert hears(world, recording) == STAFF | {"young_person", "mother"}
    keep(world, sharing=N)
    assert hears(world, recording) == {"young_person"}


def test_it_stands_with_the_words_on_the_plan_at_the_review_and_at_home(world):
    recording = say(world, sharing=F)
    senco, mother = world.actor("senco"), world.actor("mother")
    assert queries.plan_page(senco, plan_id=world.plan, now=NOW).voice.aloud.id == recording
    assert (
        queries.review_page(senco, plan_id=world.plan, now=NOW).voices.child.aloud.id == recording
    )
    assert queries.meeting_page(senco, plan_id=world.plan, now=NOW).child_page.aloud.id == recording
    assert queries.family_plan(mother, plan_id=world.plan, now=NOW).voice.aloud.id == recording
    mine = queries.child_page(world.actor("young_person"), plan_id=world.plan, now=NOW).mine
    assert mine.aloud.says == "Recording, 3 KB"


def test_a_new_one_takes_the_place_of_the_last_and_a_wiped_one_is_gone(
    world, kept, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        say(world)
        say(world, body=makers.mp3())
    (left,) = Recording.objects.all()
    assert left.media_type == "audio/mpeg"
    assert [x for x, _ in store().ids()] == [left.stored]
    with django_capture_on_commit_callbacks(execute=True):
        keep(world, wipe=True)
    assert not Recording.objects.exists()
    assert list(store().ids()) == []


def test_what_a_review_has_heard_stays(world):
    recording = say(world, sharing=S)
    Voice.objects.update(used_at=NOW)
    keep(world, wipe=True)
    assert Recording.objects.get().id == recording


def test_a_recording_alone_is_enough_to_share_and_nothing_is_not(world):
    say(world, sharing=S)
    with pytest.raises(BadInput, match="first"):
        keep(world, sharing=S, wipe=True)


def test_only_a_recording_is_taken(world):
    with pytest.raises(BadInput, match="not a recording"):
        say(world, body=makers.pdf())


@pytest.mark.parametrize(
    "who", ["mother", "father", "stepfather", "office", "birch_senco", "charlie"]
)
def test_whoever_may_not_write_the_page_records_nothing(world, kept, who):
    with pytest.raises((NotAllowed, NotFound)):
        say(world, who)
    assert not kept.exists()


def test_what_is_private_is_told_to_nobody_and_each_hearing_is_recorded(world):
    recording = say(world)
    assert not Outbox.objects.filter(type="spinney.plan.child-voice-moved.v1").exists()
    queries.open_recording(world.actor("young_person"), recording_id=recording, now=NOW)
    leaf = AuditLeaf.objects.filter(school_id=world.alder, action="view_plan").latest("seq")
    assert str(recording) in bytes(leaf.leaf).decode()
