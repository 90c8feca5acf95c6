"""Three small files of the demo, drawn by this code: a report, a child's drawing, and something said aloud."""

import io
import math
import struct
import wave
from dataclasses import replace
from uuid import UUID

import pikepdf
from PIL import Image, ImageDraw

from spinney.files.receive import keep_own
from spinney.files.types import MediaType, called
from spinney.jobs.demo_world.types import World
from spinney.plans.services.load import PastPlan
from spinney.plans.services.load_files import PastFile
from spinney.plans.types import Line, Source, SourceKind

REPORT = (
    "Speech and language report",
    "For: Kelechi Okonjo, Year 3",
    "By: Dr Ellis, speech and language therapist",
    "",
    "Kelechi follows one instruction at a time. Two together are often lost.",
    "Pictures beside the words help at once. He asks for them himself.",
    "What I advise: one step, shown and said; ten seconds to answer;",
    "new words before the lesson, not in it. I will look again in a year.",
    "",
    "This report is invented. It is part of Spinney's demo.",
)
PAPER, INK, SKY, GRASS = "#fbf7ee", "#3b3b3b", "#5b9bd5", "#6fa84f"
RATE = 8000
NOTES = ((392, 0.25), (494, 0.25), (587, 0.5))


def with_files(world: World, plan: PastPlan) -> PastPlan:
    """One child's plan rests on a report and a drawing; one child has said something aloud."""
    cases = dict(world.cases)
    if plan.child_id == cases.get("sibling at primary") and plan.versions:
        return _cited(plan)
    if plan.child_id == cases.get("separated parents") and plan.voices:
        said = keep_own(a_tune(), MediaType.WAV)
        first = replace(plan.voices[0], aloud=said)
        return replace(plan, voices=(first, *plan.voices[1:]))
    return plan


def _cited(plan: PastPlan) -> PastPlan:
    report, drawing = (
        PastFile(_near(plan.id, n), section, name, keep_own(body, kind), plan.opened_at)
        for n, section, name, body, kind in (
            (1, "need", "Speech and language report.pdf", a_report(), MediaType.PDF),
            (2, "outcome", "What I can do.png", a_drawing(), MediaType.PNG),
        )
    )
    sources = {
        "need": _source(plan, report, SourceKind.REPORT, "Dr Ellis, speech and language therapist"),
        "outcome": _source(plan, drawing, SourceKind.SAID, "Kelechi, who drew it"),
    }

    def rest(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            replace(x, sources=(sources[x.section],)) if x.section in sources and not x.position else x
            for x in lines
        )  # fmt: skip

    return replace(
        plan, files=(report, drawing), draft=rest(plan.draft),
        versions=tuple(replace(x, lines=rest(x.lines)) for x in plan.versions),
    )  # fmt: skip


def _source(plan: PastPlan, file: PastFile, kind: SourceKind, who: str) -> Source:
    says = called(file.taken.media_type, file.taken.size)
    return Source(
        _near(plan.id, file.id.int % 97 + 3), kind, who, plan.opened_at.date(),
        file=file.id, file_says=says,
    )  # fmt: skip


def _near(of: UUID, number: int) -> UUID:
    return UUID(int=of.int ^ (number << 16))


def a_report() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    words = "".join(f"({line}) Tj T*\n" for line in REPORT)
    page.Contents = pikepdf.Stream(pdf, f"BT /F1 13 Tf 20 TL 72 760 Td\n{words}ET".encode())
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def a_drawing() -> bytes:
    """A house, a sun, grass, and someone in front of the door."""
    picture = Image.new("RGB", (640, 440), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.line([(0, 360), (640, 352)], GRASS, 14)
    pen.polygon([(180, 360), (180, 210), (300, 120), (420, 210), (420, 360)], outline=INK, width=6)
    pen.rectangle((275, 270, 330, 358), outline=INK, width=6)
    pen.rectangle((205, 235, 250, 280), outline=SKY, width=6)
    pen.ellipse((500, 40, 590, 130), fill="#f2c230")
    pen.ellipse((470, 220, 510, 260), outline=INK, width=6)
    pen.line([(490, 260), (490, 320), (468, 356), (490, 320), (512, 356)], INK, 6)
    pen.line([(460, 275), (520, 290)], INK, 6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def a_tune() -> bytes:
    """Three notes stand for a child's voice: a recording of nobody."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        for pitch, seconds in NOTES:
            count = int(RATE * seconds)
            for n in range(count):
                loud = 9000 * math.sin(math.pi * n / count)
                sound.writeframesraw(
                    struct.pack("<h", int(loud * math.sin(2 * math.pi * pitch * n / RATE)))
                )
    return out.getvalue()
