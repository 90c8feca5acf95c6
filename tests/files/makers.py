"""Small files of every kind, with what they should not tell planted in them. Made here; none is a real person's."""

import io
import struct
import wave

import pikepdf
from mutagen.id3 import ID3, TIT2, TPE1
from mutagen.ogg import OggPage
from PIL import Image

SECRET = "CANARY Jo Bloggs"
PLACE = (51.0, 30.0, 26.0)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def jpeg(size=(60, 40), *, turned=False) -> bytes:
    """A photo that says where it was taken and by whom; `turned`, it is to be shown upright from its side."""
    picture = Image.new("RGB", size, "orange")
    told = Image.Exif()
    told[0x013B] = SECRET
    told[0x0112] = 6 if turned else 1
    told.get_ifd(0x8825)[2] = PLACE
    told.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=told, comment=SECRET.encode())
    return out.getvalue()


def png(size=(60, 40)) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", SECRET)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    out = io.BytesIO()
    Image.new("RGBA", size, (0, 80, 0, 120)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def webp() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "WEBP", xmp=SECRET.encode())
    return out.getvalue()


def pdf(plant=None, *, pages=1, photo=False, **save) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    made.docinfo["/Author"] = SECRET
    with made.open_metadata() as told:
        told["dc:creator"] = [SECRET]
    if photo:
        inside = pikepdf.Stream(made, jpeg())
        inside["/Type"], inside["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
        inside["/Filter"] = pikepdf.Name.DCTDecode
        inside["/Width"], inside["/Height"] = 60, 40
        inside["/BitsPerComponent"], inside["/ColorSpace"] = 8, pikepdf.Name.DeviceRGB
        made.pages[0]["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=inside))
        made.pages[0]["/Contents"] = pikepdf.Stream(made, b"q 60 0 0 40 0 0 cm /Im0 Do Q")
    if plant:
        plant(made)
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def wav(seconds=0.2, *, extra=True) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x10" * int(8000 * seconds))
    body = out.getvalue()
    if extra:
        told = b"IART" + struct.pack("<I", 16) + SECRET.encode()[:16]
        body += b"LIST" + struct.pack("<I", len(told) + 4) + b"INFO" + told
        body = body[:4] + struct.pack("<I", len(body) - 8) + body[8:]
    return body


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + b"\x00" * 413
    out = io.BytesIO(frame * 40)
    told = ID3()
    told.add(TPE1(encoding=3, text=SECRET))
    told.add(TIT2(encoding=3, text=SECRET))
    told.save(out, v1=2)
    return out.getvalue()


def ogg() -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    words = f"ARTIST={SECRET}".encode()
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(words)) + words
    pages = []
    for number, (packet, position) in enumerate(((head, 0), (tags, 0), (b"\xfc\xff\xfe", 9600))):
        page = OggPage()
        page.serial, page.sequence, page.packets, page.position = 7, number, [packet], position
        page.first, page.last = number == 0, number == 2
        pages.append(page)
    return b"".join(page.write() for page in pages)


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", 8 + len(body), name) + body


def m4a(kind=b"soun", brand=b"M4A ") -> bytes:
    handler = box(b"hdlr", b"\x00" * 8 + kind + b"\x00" * 13)
    track = box(
        b"trak", box(b"mdia", box(b"mdhd", b"\x00" * 4 + b"\xd0" * 8 + b"\x00" * 12), handler)
    )
    place = box(b"udta", box(b"\xa9xyz", b"+51.5000-000.1000/"), box(b"meta", SECRET.encode()))
    when = box(b"mvhd", b"\x00" * 4 + b"\xd0" * 8 + b"\x00" * 88)
    return (
        box(b"ftyp", brand, b"\x00" * 4)
        + box(b"moov", when, track, place)
        + box(b"mdat", b"sound" * 40)
    )
