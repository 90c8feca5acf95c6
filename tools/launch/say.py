"""What the launcher says: problems with a remedy, and plain tables."""

import sys
from collections.abc import Iterable, Sequence

ADVICE = (
    (
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        "The disk is full. Free some space and run the command again. See docs/runbooks/disk-full.md.",
    ),
    (
        (
            "Temporary failure in name resolution",
            "Name or service not known",
            "Network is unreachable",
            "dns error",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ETIMEDOUT",
            "error sending request",
            "Failed to establish a new connection",
        ),
        "The package registry cannot be reached. Check the network, or the mirror that pip and npm "
        "are set to use, and run the command again. What was downloaded is kept.",
    ),
    (
        ("do not match the hashes", "Hash mismatch", "EINTEGRITY"),
        "A downloaded package differs from the one we locked. It was not installed. "
        "If your mirror rebuilds packages, point it at the original ones.",
    ),
    (
        ("row-level security policy",),
        "The backup's login may not see every row, so the backup would be a part only. Give "
        "DATABASE_BACKUP_URL a login with BYPASSRLS. See docs/guides/production.md.",
    ),
    (
        ("Permission denied", "EACCES"),
        "A file cannot be written. Was an earlier command run as another user? "
        "Give the folder back to yourself with chown, or remove .venv and var.",
    ),
)


class Problem(Exception):
    """Something a person must put right. Says what happened, and what to do next."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n{self.remedy}" if self.remedy else self.what


def advice_for(output: str) -> str:
    """The remedy for a failure we know by its words, or nothing."""
    for signs, remedy in ADVICE:
        if any(sign in output for sign in signs):
            return remedy
    return ""


def say(line: str = "") -> None:
    print(line, flush=True)


def complain(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in ruled
    )
