"""The status of each section as part of the draft's form: drawn, and read back where someone chose another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from spinney.plans.types import STATE_WORDS, DraftView, SectionMark, SectionSpec, SectionState
from spinney.web.schools.editor_form import fingerprint

PARTS: Final = ("state", "who", "why")


@dataclass(frozen=True, slots=True)
class MarkBox:
    """A section's status: what stands, and the form to change it. `values` are as typed when it came back."""

    section: str
    mark: SectionMark
    values: Mapping[str, str]
    choices: tuple[tuple[str, str], ...]
    token: str
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MarkPosted:
    section: str
    values: Mapping[str, str]


def name_for_mark(section: str, part: str) -> str:
    return f"m-{section}-{part}"


def mark_box(
    spec: SectionSpec, mark: SectionMark, *, errors: Mapping[str, str], posted: Mapping[str, Any]
) -> MarkBox:
    shown = _shown(mark)
    return MarkBox(
        section=spec.code, mark=mark,
        values={p: posted.get(name_for_mark(spec.code, p), shown[p]) for p in PARTS},
        choices=tuple(
            (state.value, words)
            for state, words in STATE_WORDS.items()
            if spec.not_needed_allowed or state is not SectionState.NOT_NEEDED
        ),
        token=_token(shown),
        errors={p: errors[name] for p in PARTS if (name := name_for_mark(spec.code, p)) in errors},
    )  # fmt: skip


def _shown(mark: SectionMark) -> dict[str, str]:
    return {"state": mark.state.value, "who": mark.who, "why": mark.why}


def _token(values: Mapping[str, str]) -> str:
    return fingerprint("\n".join(values[part] for part in PARTS))


def touched_marks(post: QueryDict, draft: DraftView) -> Iterator[MarkPosted]:
    """Each status that differs from what its writer was shown."""
    for spec in draft.template.sections:
        was = post.get(name_for_mark(spec.code, "was"), "")
        values = {p: post.get(name_for_mark(spec.code, p), "").strip() for p in PARTS}
        if was and values["state"] in STATE_WORDS and _token(values) != was:
            yield MarkPosted(spec.code, values)
