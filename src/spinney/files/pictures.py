"""Draw a picture anew. Where, by what and by whom it was taken is not drawn; nothing hides behind its end."""

import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from spinney.files.types import MediaType
from spinney.kernel.errors import BadInput

MOST_DOTS: Final = 60_000_000  # a phone's largest photo; more is a trap or a map
LONGEST_SIDE: Final = 3500  # a page of print at 300 dots an inch
FORMATS: Final = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.WEBP: "WEBP"}
TOO_LARGE = (
    "This picture has more than 60 million dots, which is more than Spinney will open. Make it smaller and send it"
    " again."
)
BROKEN = "This picture is damaged or cut short. Take it again, or save it anew, and send that."


def clean(source: Path, target: Path, media_type: MediaType) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, all of which is left behind
            with Image.open(source, formats=[FORMATS[media_type]]) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    raise BadInput(TOO_LARGE, field="file")
                _draw(picture, target, media_type)
    except Image.DecompressionBombError as error:
        raise BadInput(TOO_LARGE, field="file") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise BadInput(BROKEN, field="file") from error


def _draw(picture: Image.Image, target: Path, media_type: MediaType) -> None:
    if media_type is MediaType.JPEG:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large photo is never whole in memory
    upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGBA" if _is_clear(upright, media_type) else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Dots alone: `info` holds EXIF, XMP, comments and colour profiles.
    drawn = Image.new(plain.mode, plain.size)
    drawn.paste(plain)
    if media_type is MediaType.PNG:
        drawn.save(target, "PNG", optimize=False)
    else:
        drawn.save(target, FORMATS[media_type], quality=88)


def _is_clear(picture: Image.Image, media_type: MediaType) -> bool:
    return media_type is not MediaType.JPEG and (
        picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    )
