"""The faces and signs of a child's page, drawn here once for screen and paper. A word always stands beside each."""

from typing import Final

HEAD: Final = "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8.800 10v.1M15.200 10v.1"
MOUTHS: Final = {
    "good": "M7.500 14c1 2.300 2.600 3.400 4.500 3.400s3.500-1.100 4.500-3.400",
    "ok": "M8 15.500h8",
    "worried": "M7.800 16c1-1.200 2-1.200 2.800 0s1.800 1.200 2.800 0s2-1.200 2.800 0",
    "sad": "M7.800 17c1-2 2.400-2.900 4.200-2.900s3.200.9 4.200 2.900",
    "cross": "M8.500 16.500h7M6.800 7.200l3 1.500M17.200 7.200l-3 1.500",
}
SIGNS: Final = {
    "helps": "M5 12.500l4.500 4.500L19 7.500",
    "sort_of": "M4.500 13.500c2-3 4.500-3 7.500-1s5.500 2 7.500-1",
    "doesnt": "M6.500 6.500l11 11M17.500 6.500l-11 11",
}
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none"'
    ' stroke="#123f34" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{}</svg>'
)


def for_paper() -> dict[str, str]:
    """Each as a file of its own."""
    faces = {
        f"face-{code}": f'<path d="{HEAD}"/><path d="{mouth}"/>' for code, mouth in MOUTHS.items()
    }
    signs = {f"sign-{code}": f'<path d="{sign}"/>' for code, sign in SIGNS.items()}
    return {name: _SVG.format(shape) for name, shape in {**faces, **signs}.items()}
