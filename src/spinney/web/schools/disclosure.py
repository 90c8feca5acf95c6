"""Small numbers are not shown, and cannot be worked out from what is shown.

A cell of 1 to 4 reads "fewer than 5". Where only one such cell stands in a row whose total is shown, the total less
the others would tell it, so the next smallest cell is not shown either.
"""

from collections.abc import Mapping
from typing import Final

SMALL: Final = 5
FEW, HIDDEN = "fewer than 5", "not shown"


def shown(count: int) -> str:
    return str(count) if count == 0 or count >= SMALL else FEW


def shown_parts(parts: Mapping[str, int]) -> dict[str, str]:
    """The cells of one row, which add up to a total that is shown beside them."""
    told = {code: shown(count) for code, count in parts.items()}
    small = [code for code, count in parts.items() if 0 < count < SMALL]
    others = [code for code, count in parts.items() if count >= SMALL]
    if len(small) == 1 and others:
        told[min(others, key=lambda code: (parts[code], code))] = HIDDEN
    return told
