"""Files as pages without script: added with a source, opened, refused, taken away; and how a file is served."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.plans import line_of
from tests.files import makers

from spinney.kernel import tenancy
from spinney.kernel.ids import uuid7
from spinney.people.models import School
from spinney.plans.models import Attachment, Recording
from spinney.web import served

pytestmark = pytest.mark.usefixtures("kept")
FORM = {"act": "add", "kind": "report", "who": "Dr Ellis", "note": "Needs more time."}
STAFF_ONLY = ("head", "dsl", "office", "teacher", "mother", "birch_senco", "charlie")


@pytest.fixture
def at(world):
    with tenancy.acting_in([world.alder]):
        return f"/plans/{world.plan}/lines/{line_of(world.plan, 'outcome')}/sources"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def a_file(body=None, name="Ellis.pdf", kind="text/html"):
    return SimpleUploadedFile(name, body or makers.pdf(), content_type=kind)


def add(as_, at, body=None, **given):
    answer = as_("senco").post(at, {**FORM, **given, "file": a_file(body)})
    assert answer.status_code == 302, text_of(answer)
    return newest()


def newest():
    with tenancy.acting_in(School.objects.values_list("id", flat=True)):
        return Attachment.objects.latest("at", "id")


def body_of(answer):
    return b"".join(answer.streaming_content)


def test_a_file_comes_with_its_source_and_is_opened_where_the_line_is_read(as_, world, at):
    file = add(as_, at)
    address = f"/files/{file.id}"
    assert f'href="{address}"' in text_of(as_("senco").get(at))
    assert as_("teacher").get(address).status_code == 404
    as_("senco").post(f"/plans/{world.plan}/publish", {"why": "The report came."})
    for who, where in (("senco", f"/plans/{world.plan}"), ("mother", f"/my/plans/{world.plan}")):
        page = text_of(as_(who).get(where))
        assert f'href="{address}">Open the file' in page, who
        assert "&lt;a class" not in page, who
        answer = as_(who).get(address)
        assert answer.status_code == 200
        assert body_of(answer).startswith(b"%PDF")
    for who in ("office", "father", "stepfather", "birch_senco", "charlie"):
        assert as_(who).get(address).status_code == 404, who


def test_a_refused_file_is_told_in_words_and_nothing_typed_is_lost(as_, at, kept):
    answer = as_("senco").post(at, {**FORM, "file": a_file(b"PK\x03\x04", "plan.pdf")})
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Save it as a PDF and send that." in text
    assert "Needs more time." in text
    assert 'href="#file"' in text
    assert not kept.exists()


def test_a_fault_in_the_words_does_not_lose_the_file(as_, at):
    answer = as_("senco").post(at, {**FORM, "who": "", "file": a_file()})
    assert answer.status_code == 422
    file = newest()
    assert re.search(rf'value="{file.id}" selected', text_of(answer))
    assert as_("senco").post(at, {**FORM, "held": str(file.id)}).status_code == 302
    assert f"/files/{file.id}" in text_of(as_("senco").get(at))


def test_a_file_over_25_mb_is_stopped_and_the_words_stay(as_, at, monkeypatch, kept):
    monkeypatch.setattr("spinney.web.uploads.MOST_BYTES", 100_000)
    answer = as_("senco").post(at, {"file": a_file(b"%PDF-" + b"x" * 300_000), **FORM})
    assert answer.status_code == 422
    assert "larger than 25 MB" in text_of(answer)
    assert "Needs more time." in text_of(answer)
    assert not kept.exists()


def test_without_a_scanner_the_page_says_why_nothing_can_be_added(as_, at, settings):
    settings.FILES_SCAN = ""
    page = text_of(as_("senco").get(at))
    assert "no scanner" in page
    assert 'type="file"' not in page
    assert as_("senco").post(at, {**FORM, "file": a_file()}).status_code == 422


def test_the_files_of_a_plan_are_listed_and_taken_away(as_, world, at):
    file, page = add(as_, at), f"/plans/{world.plan}/files"
    senco = as_("senco")
    first = text_of(senco.get(page))
    assert "1 line of the draft rests on it" in first
    assert "first remove the source" in first
    refused = senco.post(page, {"file": str(file.id), "why": "Wrong"})
    assert (refused.status_code, "rests on this file" in text_of(refused)) == (422, True)
    source = re.search(r"remove:([0-9a-f-]+)", text_of(senco.get(at)))[1]
    senco.post(at, {"act": f"remove:{source}"})
    assert "Nothing rests on it yet" in text_of(senco.get(page))
    assert "Say why" in text_of(senco.post(page, {"file": str(file.id), "why": ""}))
    assert "names no file" in text_of(senco.post(page, {"file": "../x", "why": "y"}))
    assert senco.post(page, {"file": str(file.id), "why": "Wrong"}).url == page
    assert "No files yet" in text_of(senco.get(page))
    assert senco.get(f"/files/{file.id}").status_code == 404


@pytest.mark.parametrize("who", STAFF_ONLY)
def test_others_get_the_page_that_is_not_there(as_, world, at, who):
    file = add(as_, at)
    for address in (f"/plans/{world.plan}/files", f"/files/{file.id}"):
        here = as_(who).get(address)
        nowhere = as_(who).get(re.sub(r"[0-9a-f-]{36}", str(uuid7()), address))
        assert (here.status_code, here.content) == (404, nowhere.content), address


def test_the_list_asks_as_little_with_many_files(as_, world, at, django_assert_max_num_queries):
    for _ in range(4):
        add(as_, at, page=str(_))
    senco, file = as_("senco"), newest()
    with django_assert_max_num_queries(12):
        senco.get(f"/plans/{world.plan}/files")
    with django_assert_max_num_queries(9):
        body_of(senco.get(f"/files/{file.id}"))


class TestHowAFileIsServed:
    def test_a_pdf_is_saved_and_can_do_nothing(self, as_, at):
        answer = as_("senco").get(f"/files/{add(as_, at).id}")
        assert body_of(answer)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''Ellis.pdf"
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Frame-Options"] == "DENY"

    def test_a_picture_is_shown_as_what_its_bytes_are(self, as_, at):
        answer = as_("senco").get(f"/files/{add(as_, at, makers.png()).id}")
        assert body_of(answer)
        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Disposition"].startswith("inline")

    @pytest.mark.parametrize(
        ("asked", "status", "first", "length"),
        [("bytes=0-1", 206, 0, 2), ("bytes=5-", 206, 5, None), ("bytes=-4", 206, -4, 4),
         ("bytes=0-999999999", 206, 0, None), ("bytes=999999999-", 416, None, 0), ("bytes=5-2", 200, 0, None),
         ("bytes=0-1,3-4", 200, 0, None), ("lines=1-2", 200, 0, None), ("bytes=-", 200, 0, None)],
    )  # fmt: skip
    def test_a_phone_may_ask_for_a_part(self, as_, at, asked, status, first, length):
        file = add(as_, at, makers.wav())
        whole = body_of(as_("senco").get(f"/files/{file.id}"))
        answer = as_("senco").get(f"/files/{file.id}", headers={"range": asked})
        assert answer.status_code == status
        if status == 416:
            return
        got = body_of(answer)
        assert whole[first:].startswith(got)
        assert len(got) == (length or len(whole[first:])) == int(answer["Content-Length"])

    @pytest.mark.parametrize(
        "odd", ["..%2f..%2fetc%2fpasswd", "../x", "x", "0", "%00", f"{uuid7()}/../x"]
    )
    def test_an_odd_id_is_no_page(self, as_, odd):
        assert as_("senco").get(f"/files/{odd}").status_code == 404

    def test_bytes_that_are_gone_are_told_as_not_there(self, as_, at, kept):
        file = add(as_, at)
        next(x for x in kept.rglob("*") if x.is_file()).unlink()
        assert as_("senco").get(f"/files/{file.id}").status_code == 404

    def test_a_file_shown_as_a_page_would_be_noticed(self, as_, at, monkeypatch):
        """The planted fault: everything is shown inline, under a policy that lets it act."""
        monkeypatch.setattr(served, "SHOWN", frozenset({"application/pdf"}))
        monkeypatch.setattr(served, "POLICY", "default-src *")
        with pytest.raises(AssertionError):
            self.test_a_pdf_is_saved_and_can_do_nothing(as_, at)


class TestAChildSaysItAloud:
    def test_recorded_played_shared_and_wiped_without_script(self, as_, world):
        page = f"/plans/{world.plan}/voice"
        teacher = as_("teacher")
        assert 'accept="audio/*" capture' in text_of(teacher.get(page))
        answer = teacher.post(
            page, {"sharing": "school", "recording": a_file(makers.wav(), "x.wav")}
        )
        assert answer.status_code == 302, text_of(answer)
        with tenancy.acting_in([world.alder]):
            address = f"/recordings/{Recording.objects.get().id}"
        assert f'src="{address}"' in text_of(teacher.get(page))
        assert f'src="{address}"' in text_of(as_("senco").get(f"/plans/{world.plan}"))
        assert body_of(as_("senco").get(address)).startswith(b"RIFF")
        assert as_("mother").get(address).status_code == 404
        teacher.post(page, {"sharing": "nobody", "wipe": "yes"})
        assert teacher.get(address).status_code == 404

    def test_what_is_no_recording_is_refused_and_the_words_stay(self, as_, world):
        page = f"/plans/{world.plan}/voice"
        given = {"sharing": "nobody", "words-hard": "It is loud.", "recording": a_file()}
        answer = as_("teacher").post(page, given)
        text = text_of(answer)
        assert answer.status_code == 422
        assert "This is not a recording" in text
        assert "It is loud." in text
        assert 'href="#recording"' in text
