"""A file that is missing or changed is named after a restore, and what no row names is swept."""

import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.factories.access import NOW
from tests.factories.plans import line_of
from tests.files import makers
from tests.personas import small_world

from spinney.files.store import store
from spinney.kernel import tenancy
from spinney.kernel.errors import NotNow
from spinney.plans import services
from spinney.plans.models import Attachment, Recording
from spinney.plans.services import stored
from spinney.plans.types.voices import Sharing, Told


@pytest.fixture
def world(db, kept):
    world = small_world()
    with tenancy.acting_in([world.alder]):
        for body in (makers.pdf(), makers.png()):
            services.attach(
                world.actor("senco"), plan_id=world.plan, line_id=line_of(world.plan, "outcome"), name="CANARY",
                chunks=[body], now=NOW,
            )  # fmt: skip
        services.keep_child_voice(
            world.actor("teacher"), plan_id=world.plan, told=Told(), sharing=Sharing.NOBODY, now=NOW,
            aloud=[makers.wav()],
        )  # fmt: skip
    return world


def told(*words) -> str:
    out = StringIO()
    call_command("check_files", *words, stdout=out)
    return out.getvalue()


def paths(kept):
    return {x.name: x for x in kept.rglob("*") if x.is_file()}


def test_whole_it_says_so(world, kept):
    assert len(paths(kept)) == 3
    assert "there and as it was" in told()


def test_a_missing_and_a_changed_file_are_named_and_never_by_what_they_are_called(world, kept):
    with tenancy.acting_in([world.alder]):
        file, voice = Attachment.objects.first(), Recording.objects.get()
    paths(kept)[file.stored.hex].unlink()
    path = paths(kept)[voice.stored.hex]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    out = StringIO()
    with pytest.raises(CommandError, match="2 files are missing or changed"):
        call_command("check_files", stdout=out)
    assert f"The file {file.id} is missing" in out.getvalue()
    assert f"The recording {voice.id} was changed" in out.getvalue()
    assert "CANARY" not in out.getvalue()


def test_what_no_row_names_is_swept_after_a_day(world, kept, tmp_path):
    (tmp_path / "stray").write_bytes(b"x")
    old, young = (store().put(tmp_path / "stray") for _ in range(2))
    os.utime(paths(kept)[old.hex], (0, 0))
    assert "Removed 1 files" in told("--sweep")
    assert young.hex in paths(kept)
    assert len(paths(kept)) == 4


def test_the_folder_of_another_database_is_left_alone(world, kept, tmp_path, monkeypatch):
    (tmp_path / "stray").write_bytes(b"x")
    for _ in range(30):
        stray = store().put(tmp_path / "stray")
        os.utime(paths(kept)[stray.hex], (0, 0))
    with tenancy.acting_in([world.alder]), pytest.raises(NotNow, match="another one"):
        stored.sweep_files(NOW)
    assert len(paths(kept)) == 33
