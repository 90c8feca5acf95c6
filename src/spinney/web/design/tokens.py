"""The colours, read from the same file as the style sheet, with their contrast worked out."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Colour:
    name: str
    value: str
    use: str


@dataclass(frozen=True, slots=True)
class Pair:
    text: Colour
    ground: Colour
    contrast: float


@dataclass(frozen=True, slots=True)
class Tokens:
    colours: tuple[Colour, ...]
    pairs: tuple[Pair, ...]


def luminance(value: str) -> float:
    """WCAG 2.2 relative luminance of "#rrggbb"."""
    parts = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def load() -> Tokens:
    raw = json.loads(Path(__file__).with_name("tokens.json").read_text("utf-8"))
    colours = {name: Colour(name, value, use) for name, (value, use) in raw["colours"].items()}
    pairs = tuple(
        Pair(colours[text], colours[ground], contrast(colours[text].value, colours[ground].value))
        for text, ground in raw["pairs"]
    )
    return Tokens(tuple(colours.values()), pairs)


TOKENS: Final = load()
