"""Symbols for easy read, drawn here, one to a part. The words beside them carry the meaning."""

from typing import Final

from markupsafe import Markup

_HEAD: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" fill="none"'
    ' stroke="#123f34" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"'
)
_SHAPES: Final = {
    "good": '<path fill="#f2b14c" d="M32 7l7.6 15.800l17.400 2.400l-12.700 12l3.100 17.200L32 46'
    'l-15.400 8.400l3.100-17.200l-12.700-12l17.400-2.400z"/>',
    "matters": '<path fill="#fae9f1" d="M32 54C14 42 8 33 8 24a11.500 11.500 0 0 1 24-5'
    'a11.500 11.500 0 0 1 24 5c0 9-6 18-24 30z"/>',
    "said": '<path fill="#f1eaf8" d="M8 10h48v32H30L17 55V42H8z"/><path d="M18 21h28M18 31h18"/>',
    "hard": '<path fill="#e4eff7" d="M5 54L24 22l9 14l6-9l20 27z"/>'
    '<path d="M18.500 31.500l5 4l5.500-5"/><circle cx="49" cy="14" r="6" fill="#f2b14c"/>',
    "helps": '<path fill="#f2b14c" d="M24 44c0-7-8-10-8-20a16 16 0 0 1 32 0c0 10-8 13-8 20z"/>'
    '<path d="M25 51h14M28 58h8"/>',
    "safe": '<path fill="#fdf0dd" d="M32 6l22 9v16c0 14-9 22-22 28C19 53 10 45 10 31V15z"/>'
    '<path d="M22 32l7 7l14-15"/>',
    "who": '<circle cx="21" cy="19" r="9" fill="#e6f1ea"/>'
    '<path fill="#e6f1ea" d="M5 54c1-14 8-20 16-20s15 6 16 20z"/>'
    '<circle cx="48" cy="34" r="11" fill="#ffffff"/><path d="M48 27v7l5 3"/>',
    "work": '<path d="M16 58V8"/><path fill="#e6f1ea" d="M16 10h34l-8 11l8 11H16z"/>',
    "next": '<rect x="8" y="13" width="48" height="43" rx="4" fill="#e4eff7"/>'
    '<path d="M8 26h48M20 7v11M44 7v11"/><path d="M23 40l7 7l13-13"/>',
}


def svg(name: str) -> str:
    """As a file of its own, for paper."""
    return f"{_HEAD}>{_SHAPES[name]}</svg>"


def inline(name: str) -> Markup:
    """In a page: beside words that say the same, so hidden from screen readers."""
    drawn = f'{_HEAD} class="sp-symbol" aria-hidden="true" focusable="false">{_SHAPES[name]}</svg>'
    return Markup(drawn)  # noqa: S704  (our own drawing, no word of anybody's)


NAMES: Final = tuple(_SHAPES)
