"""What a check finds, before the table's words are put to it."""

import dataclasses
from collections.abc import Callable, Iterator

from spinney.plans.rules.coach.sheet import Sheet, Words
from spinney.plans.types import Line


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """`text` is what the finding is about: when it changes, what was set aside comes back."""

    line: Line | None
    field: str
    text: str
    values: dict[str, str] = dataclasses.field(default_factory=dict)


Check = Callable[[Sheet], Iterator[Hit]]


def about(words: Words, **values: str) -> Hit:
    return Hit(words.line, words.spec.code, words.text, values)
