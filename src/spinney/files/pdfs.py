"""Refuse a PDF that would do something, and write the rest anew without what it tells of its makers."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf

from spinney.files.sniff import EMPTY
from spinney.kernel.errors import BadInput

MOST_OBJECTS: Final = 200_000
MOST_PAGES: Final = 500
AGAIN = "Open it, choose Print, save as a PDF, and send that copy."
LOCKED = "This PDF asks for a password or is locked. Ask whoever sent it for a copy without. Then send that."
BROKEN = f"This PDF is damaged or cut short. {AGAIN}"
LONG = (
    f"This PDF is too big to be checked: at most {MOST_PAGES} pages. Send the pages that you need."
)
SCRIPT = f"This PDF holds a program (JavaScript), so it was not kept. {AGAIN}"
LAUNCH = f"This PDF would start a program or send something out, so it was not kept. {AGAIN}"
INSIDE = f"This PDF has other files or films inside it, so it was not kept. {AGAIN}"
FORM = f"This PDF is a form of a kind that runs programs (XFA), so it was not kept. {AGAIN}"
ACTS: Final = {
    "/JavaScript": SCRIPT, "/Launch": LAUNCH, "/SubmitForm": LAUNCH, "/ImportData": LAUNCH,
    "/GoToE": INSIDE, "/GoToR": LAUNCH, "/Rendition": INSIDE, "/Movie": INSIDE, "/Sound": INSIDE,
    "/RichMediaExecute": INSIDE,
}  # fmt: skip
KEYS: Final = {
    "/JS": SCRIPT, "/JavaScript": SCRIPT, "/EmbeddedFiles": INSIDE, "/EmbeddedFile": INSIDE,
    "/EF": INSIDE, "/RichMediaContent": INSIDE, "/XFA": FORM,
}  # fmt: skip
SUBTYPES: Final = {
    "/FileAttachment": INSIDE, "/RichMedia": INSIDE, "/Movie": INSIDE, "/Sound": INSIDE, "/Screen": INSIDE,
    "/3D": INSIDE,
}  # fmt: skip
# What opens by itself, and what tells who made the file, with what and when.
DROPPED: Final = frozenset(
    {"/AA", "/OpenAction", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF"}
)
# Of a JPEG inside: APP1 (EXIF with places, XMP), APP3 to APP13, APP15, and comments.
TELLING: Final = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
logging.getLogger("pikepdf").setLevel(logging.ERROR)  # its warnings quote the file


def clean(source: Path, target: Path) -> None:
    try:
        with pikepdf.open(source) as pdf:
            _check(pdf)
            del pdf.docinfo
            pdf.remove_unreferenced_resources()
            pdf.save(
                target, linearize=False, preserve_pdfa=False, deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )  # fmt: skip
    except pikepdf.PasswordError as error:
        raise BadInput(LOCKED, field="file") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise BadInput(BROKEN, field="file") from error


def _check(pdf: pikepdf.Pdf) -> None:
    if reason := _reason_against(pdf):
        raise BadInput(reason, field="file")
    for found in pdf.objects:
        parts = list(_within(found))
        if reason := next(filter(None, map(_reason, parts)), ""):
            raise BadInput(reason, field="file")
        for part in parts:
            for key in DROPPED & set(part.keys()):
                del part[key]
        if isinstance(found, pikepdf.Stream):
            _strip_photo(found)


def _reason_against(pdf: pikepdf.Pdf) -> str:
    if pdf.is_encrypted:
        return LOCKED
    if len(pdf.pages) == 0:
        return EMPTY
    return LONG if len(pdf.objects) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES else ""


def _within(found: Any) -> Iterator[Any]:
    """This object's own dictionaries, however deep. What it points at by number comes in its own turn."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            children: list[Any] = [one[key] for key in list(one.keys())]
        elif isinstance(one, pikepdf.Array):
            children = list(one)
        else:
            continue
        waiting += [
            x
            for x in children
            if isinstance(x, pikepdf.Dictionary | pikepdf.Array) and not x.is_indirect
        ]


def _reason(found: Any) -> str:
    for key, words in KEYS.items():
        if key in found:
            return words
    act = ACTS.get(str(found.get("/S", "")))
    return act or SUBTYPES.get(str(found.get("/Subtype", "")), "")


def _strip_photo(stream: Any) -> None:
    """A scan or a photo inside a PDF is a JPEG with its own EXIF, a place included."""
    coded = stream.get("/Filter")
    names = list(coded) if isinstance(coded, pikepdf.Array) else [coded]
    if [str(name) for name in names if name is not None] == ["/DCTDecode"]:
        kept = without_told(stream.read_raw_bytes())
        if kept is not None:
            stream.write(
                kept, filter=pikepdf.Name.DCTDecode, decode_parms=stream.get("/DecodeParms")
            )


def without_told(jpeg: bytes) -> bytes | None:
    """The JPEG without the segments that tell of its making. None where it holds none."""
    kept, at, dropped = bytearray(jpeg[:2]), 2, False
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = int.from_bytes(jpeg[at + 2 : at + 4]) + 2
        if jpeg[at + 1] in TELLING:
            dropped = True
        else:
            kept += jpeg[at : at + length]
        at += length
    return bytes(kept + jpeg[at:]) if dropped else None
