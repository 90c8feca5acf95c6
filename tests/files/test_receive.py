"""A file is known by its bytes, refused in words that help, and kept without what it tells of its makers."""

import io
import tracemalloc
import wave
import zlib

import pikepdf
import pytest
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from PIL import Image
from tests.files import makers

from spinney.files import pdfs, pictures, receive, sounds
from spinney.files.store import store
from spinney.files.types import MOST_BYTES, SOUNDS, MediaType, called
from spinney.kernel.errors import BadInput


def take(body: bytes, **more) -> tuple[MediaType, bytes]:
    taken = receive.receive([body[at : at + 65_536] for at in range(0, len(body), 65_536)], **more)
    with store().open(taken.stored) as file:
        kept = file.read()
    assert len(kept) == taken.size
    return taken.media_type, kept


MADE = {
    "pdf": (makers.pdf, MediaType.PDF),
    "pdf with a photo": (lambda: makers.pdf(photo=True), MediaType.PDF),
    "jpeg": (makers.jpeg, MediaType.JPEG),
    "png": (makers.png, MediaType.PNG),
    "webp": (makers.webp, MediaType.WEBP),
    "mp3": (makers.mp3, MediaType.MP3),
    "m4a": (makers.m4a, MediaType.M4A),
    "ogg": (makers.ogg, MediaType.OGG),
    "wav": (makers.wav, MediaType.WAV),
}


def tells(body: bytes) -> list[str]:
    """What of the planted words, places and times can still be found, also inside a PDF's packed streams."""
    seen = [body]
    if body.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(body)) as pdf:
            seen += [str(pdf.docinfo).encode(), repr(dict(pdf.Root)).encode()]
            seen += [x.read_raw_bytes() for x in pdf.objects if isinstance(x, pikepdf.Stream)]
    marks = (b"CANARY", b"Exif", b"+51.5", b"http://ns.adobe.com", b"ID3", b"\xd0" * 8)
    return [repr(mark) for mark in marks if any(mark in each for each in seen)]


class TestWhatIsKept:
    @pytest.mark.parametrize("name", MADE)
    def test_it_is_known_by_its_bytes_and_tells_nothing_of_its_makers(self, name):
        make, kind = MADE[name]
        assert tells(make()), "nothing was planted"
        found, kept = take(make())
        assert found is kind
        assert tells(kept) == []

    @pytest.mark.parametrize("name", MADE)
    def test_what_was_cleaned_is_taken_a_second_time(self, name):
        take(take(MADE[name][0]())[1])

    def test_a_photo_stands_upright_without_saying_so(self):
        _, kept = take(makers.jpeg((60, 40), turned=True))
        with Image.open(io.BytesIO(kept)) as picture:
            assert picture.size == (40, 60)
            assert not picture.getexif()

    def test_a_clear_picture_stays_clear_and_a_large_one_is_made_smaller(self):
        with Image.open(io.BytesIO(take(makers.png())[1])) as picture:
            assert picture.mode == "RGBA"
        with Image.open(io.BytesIO(take(makers.jpeg((5000, 1000)))[1])) as picture:
            assert max(picture.size) <= pictures.LONGEST_SIDE

    def test_the_sound_itself_is_untouched(self):
        _, kept = take(makers.wav())
        with wave.open(io.BytesIO(kept)) as sound:
            assert sound.readframes(99_999) == b"\x00\x10" * 1600
        assert MP3(io.BytesIO(take(makers.mp3())[1])).info.length > 1
        assert OggOpus(io.BytesIO(take(makers.ogg())[1])).tags == []
        _, kept = take(makers.m4a())
        assert kept.index(b"mdat") == makers.m4a().index(b"mdat"), "the sound has moved"

    def test_what_is_hidden_behind_a_file_is_left_behind(self):
        tail = b"PK\x03\x04 <script>CANARY</script>"
        for make in (makers.pdf, makers.jpeg, makers.png, makers.wav):
            assert b"<script>" not in take(make() + tail)[1]

    def test_its_name_is_shown_without_tricks_and_with_its_true_ending(self):
        for given, shown in (
            ("report.pdf", "report.pdf"), ("../../etc/passwd", "passwd.pdf"), ("C:\\x\\El 3.docx", "El 3.pdf"),
            ("a\u202efdp.exe", "a fdp.pdf"), ("", "file.pdf"), ("...", "file.pdf"), ("n" * 400, "n" * 114 + ".pdf"),
            ('<b>"x"\r\nSet-Cookie: y', "b x Set-Cookie y.pdf"), ("été.PDF", "été.pdf"),
        ):  # fmt: skip
            assert receive.name_shown(given, MediaType.PDF) == shown

    def test_it_says_what_it_is_in_words(self):
        assert called("application/pdf", 120_400) == "PDF, 120 KB"
        assert called("audio/wav", 2_500_000) == "Recording, 2.5 MB"


def action(kind, **more):
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


def script(pdf):
    pdf.Root["/OpenAction"] = action("/JavaScript", JS="app.alert(1)")


def script_by_name(pdf):
    pdf.Root["/Names"] = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))


def launch_on_a_page(pdf):
    pdf.pages[0]["/AA"] = pikepdf.Dictionary(O=action("/Launch", F="calc.exe"))


def file_inside(pdf):
    pdf.attachments["x.exe"] = b"MZ"


def form(pdf):
    pdf.Root["/AcroForm"] = pikepdf.Dictionary(XFA=pikepdf.Stream(pdf, b"<xdp/>"))


def sends(pdf):
    pdf.pages[0]["/Annots"] = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action("/SubmitForm", F="http://x"))]
    )


def film(pdf):
    pdf.pages[0]["/Annots"] = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia)])


HOSTILE = {
    "nothing": (b"", "empty"),
    "a page": (b"<!doctype html><script>", "web page"),
    "a drawing": (b"\xef\xbb\xbf <svg xmlns='x' onload='y'>", "SVG"),
    "a ZIP": (b"PK\x03\x04" + b"\0" * 40, "Word"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
    "a program": (b"MZ\x90\x00", "program"),
    "a script": (b"#!/bin/sh\nrm", "program"),
    "HEIC": (makers.box(b"ftyp", b"heic"), "JPEG"),
    "a film": (makers.box(b"ftyp", b"qt  "), "video"),
    "a film as sound": (makers.m4a(b"vide"), "video"),
    "WebM": (b"\x1aE\xdf\xa3", "WebM"),
    "nonsense": (b"\x07" * 99, "does not know"),
    "cut PDF": (b"%PDF-1.7\n%nothing", "damaged"),
    "cut JPEG": (makers.jpeg()[:200], "damaged"),
    "cut PNG": (makers.png()[:60], "damaged"),
    "cut WAV": (b"RIFF\x04\0\0\0WAVE", "damaged"),
    "cut M4A": (makers.m4a()[:60], "damaged"),
    "cut MP3": (b"ID3\x04\0\0\0\0\0\0", "damaged"),
    "cut OGG": (b"OggS\0\0", "damaged"),
    "page as MP3": (b"ID3<script>alert(1)</script>" * 9, "damaged"),
    "PDF with a script": (makers.pdf(script), "JavaScript"),
    "PDF with a script by name": (makers.pdf(script_by_name), "JavaScript"),
    "PDF that starts a program": (makers.pdf(launch_on_a_page), "start a program"),
    "PDF that sends": (makers.pdf(sends), "send something out"),
    "PDF with a file": (makers.pdf(file_inside), "inside it"),
    "PDF with a film": (makers.pdf(film), "inside it"),
    "PDF with XFA": (makers.pdf(form), "XFA"),
    "locked PDF": (makers.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "password"),
    "half-locked PDF": (makers.pdf(encryption=pikepdf.Encryption(owner="o", user="")), "locked"),
    "endless PDF": (makers.pdf(pages=pdfs.MOST_PAGES + 1), "too big"),
}


class TestWhatIsRefused:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_it_says_what_was_found_and_nothing_is_kept(self, name, kept):
        body, words = HOSTILE[name]
        with pytest.raises(BadInput, match=words) as refused:
            take(body)
        assert refused.value.field == "file"
        assert not kept.exists()

    def test_a_picture_that_would_fill_the_memory_is_not_opened(self, monkeypatch):
        monkeypatch.setattr(pictures, "MOST_DOTS", 2000)
        for make in (makers.jpeg, makers.png):
            with pytest.raises(BadInput, match="dots"):
                take(make())
        bomb = bytearray(makers.png())
        bomb[16:24] = b"\x00\x01\x00\x00" * 2
        bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4)
        with pytest.raises(BadInput, match="dots"):  # what Pillow itself takes for a bomb
            take(bytes(bomb))

    def test_more_than_25_mb_is_refused_before_it_is_read_on(self):
        read = []

        def endless():
            while True:
                read.append(1)
                yield b"\0" * 1_000_000

        with pytest.raises(BadInput, match="25 MB"):
            receive.receive(endless())
        assert len(read) == MOST_BYTES // 1_000_000 + 1

    def test_only_a_recording_where_only_a_recording_belongs(self):
        take(makers.wav(), only=SOUNDS)
        with pytest.raises(BadInput, match="not a recording"):
            take(makers.pdf(), only=SOUNDS)


FAULTS = {
    "photos keep EXIF": ("jpeg", pictures, "clean", lambda s, t, _: t.write_bytes(s.read_bytes())),
    "PDFs keep their author": ("pdf", pdfs, "clean", lambda s, t: t.write_bytes(s.read_bytes())),
    "photos in PDFs keep EXIF": ("pdf with a photo", pdfs, "_strip_photo", lambda _: None),
    "recordings keep tags": ("mp3", sounds, "clean", lambda s, t, _: t.write_bytes(s.read_bytes())),
    "M4A keeps its place": ("m4a", sounds, "_wipe", lambda *_: None),
    "M4A keeps its hour": ("m4a", sounds, "_forget_when", lambda *_: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cleaner_that_does_not_clean_is_noticed(fault, monkeypatch):
    name, module, part, broken = FAULTS[fault]
    monkeypatch.setattr(module, part, broken)
    assert tells(take(MADE[name][0]())[1]), f"{fault}: nobody noticed"


def test_a_file_of_24_mb_is_taken_in_flat_memory():
    sound = makers.wav(seconds=1500)
    tracemalloc.start()
    receive.receive(sound[at : at + 65_536] for at in range(0, len(sound), 65_536))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sound) > 23_000_000
    assert peak < 6_000_000
