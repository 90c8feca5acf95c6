"""Hold a block to reading. A page that is only looked at must change nothing but the record that it was."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

LOOKING = ("SELECT", "WITH", "SET LOCAL", "SAVEPOINT", "RELEASE", "ROLLBACK TO")
# The whole text is searched: WITH may hold an UPDATE, and a SELECT may be followed by a second statement.
CHANGING = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CALL|DO|CREATE|ALTER|DROP|GRANT|NEXTVAL|SETVAL)\b",
    re.IGNORECASE,
)


def only_reads(*, but: tuple[str, ...]) -> Callable[..., Any]:
    """For `connection.execute_wrapper`: raises on a statement that neither reads nor begins as one of `but`."""

    @lru_cache(maxsize=1024)  # statements are constant text, so each is judged once a process
    def fine(text: str) -> bool:
        return text.startswith(but) or (text.startswith(LOOKING) and not CHANGING.search(text))

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        text = str(sql).lstrip()
        if not fine(text):
            raise RuntimeError(f"a GET tried to write: {text[:60]}")
        return execute(sql, params, many, context)

    return watch
