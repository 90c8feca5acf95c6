"""Who wrote what when in a draft: of all of it, of one line, or of one field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from spinney.access import services as access
from spinney.access.types import Action, Actor, FieldClass
from spinney.kernel.errors import NotFound
from spinney.kernel.rows import Row, all_rows, one_row
from spinney.plans.queries.plan import HEADER, JOIN, header_from
from spinney.plans.rules.changes import name_of, shown
from spinney.plans.rules.sources import sources_from
from spinney.plans.templates import template_by_id
from spinney.plans.types import (
    ChangeKind,
    FieldSpec,
    Line,
    PlanHeader,
    SectionMark,
    SectionSpec,
    SectionState,
    Template,
    Written,
)

MOST = 100
HISTORY = """
SELECT c.kind, c.section, c.line, c.field, c.before, c.after, c.at, c.by_name, c.undoes IS NOT NULL
  FROM plans_draft_change c
 WHERE c.school_id = %(school)s AND c.plan_id = %(plan)s AND c.kind <> 'kept'
   AND (%(line)s::uuid IS NULL OR c.line = %(line)s) AND (%(field)s = '' OR c.field = %(field)s)
 ORDER BY c.at DESC, c.id DESC LIMIT %(most)s OFFSET %(skip)s
"""
LINES = """
SELECT id, section, position, values FROM plans_draft_line WHERE school_id = %s AND plan_id = %s
"""
DID = {
    ChangeKind.FIELD: "Wrote", ChangeKind.ADDED: "Added the line", ChangeKind.REMOVED: "Removed the line",
    ChangeKind.ENDED: "Finished the outcome", ChangeKind.MOVED: "Changed the order",
    ChangeKind.MARKED: "Set the status", ChangeKind.LOOKED: "Read it again: still right",
    ChangeKind.BELONGS: "Changed what the line belongs to", ChangeKind.SOURCED: "Added a source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftHistory:
    header: PlanHeader
    about: str  # what the list is narrowed to, in words
    rows: tuple[Written, ...]
    more: bool


def draft_history(
    actor: Actor, *, plan_id: UUID, now: datetime, line: UUID | None = None, field: str = "",
    page: int = 1,
) -> DraftHistory:  # fmt: skip
    """The newest first. For those who may read the draft, and only fields of the classes open to them."""
    row = one_row(
        f"SELECT {HEADER}, coalesce(p.form_id, p.template_id) FROM {JOIN} WHERE p.id = %s",
        [plan_id],
    )
    if row is None:
        raise NotFound("There is no such plan.")
    header, template = header_from(row), template_by_id(row[11])
    decision = access.require(
        actor, Action.VIEW_DRAFT, school_id=header.school_id, subject_id=header.child_id, now=now
    )
    access.record_sight(
        actor, Action.VIEW_DRAFT, school_id=header.school_id, subjects=[header.child_id], now=now,
        plan=str(plan_id), history=True,
    )  # fmt: skip
    words = _Words(template, decision.classes, _lines(header))
    found = all_rows(
        HISTORY,
        {
            "school": header.school_id, "plan": plan_id, "line": line, "field": field,
            "most": MOST + 1, "skip": (page - 1) * MOST,
        },
    )  # fmt: skip
    told = tuple(each for each in map(words.told, found[:MOST]) if each)
    return DraftHistory(header, words.about(line, field), told, len(found) > MOST)


def _lines(header: PlanHeader) -> dict[Any, Line]:
    rows = all_rows(LINES, [header.school_id, header.id])
    return {row[0]: Line(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class _Words:
    template: Template
    classes: frozenset[FieldClass]
    lines: dict[Any, Line]

    def about(self, line_id: UUID | None, field: str) -> str:
        line = self.lines.get(line_id)
        section = self.template.section(line.section) if line else None
        if line is None or section is None:
            return "A line that is no longer in the draft" if line_id else ""
        spec = section.field(field)
        return self._place(section, line, spec)

    def told(self, row: Row) -> Written | None:
        kind, code, line_id, field, before, after, at, by, undid = row
        section = self.template.section(code)
        spec = section.field(field) if section else None
        if section and section.field_class not in self.classes:
            return None
        if spec and spec.field_class not in self.classes:
            return None
        return Written(
            what=self._where(section, line_id, spec) if section else code,
            did=_did(ChangeKind(kind), before, after, undid=undid),
            before=self._value(spec, kind, before), after=self._value(spec, kind, after),
            at=at, by=by, line=line_id if line_id in self.lines else None, field=field,
        )  # fmt: skip

    def _where(self, section: SectionSpec, line_id: Any, spec: FieldSpec | None) -> str:
        """A status is of the section and of no line."""
        if line_id is None:
            return section.title
        return self._place(section, self.lines.get(line_id), spec)

    def _place(self, section: SectionSpec, line: Line | None, spec: FieldSpec | None) -> str:
        where = section.title
        if section.many:
            name = section.line_name.capitalize()
            where = f"{name}: {name_of(line)}" if line else f"{name} (removed since)"
        return f"{where} · {spec.label}" if spec else where

    def _value(self, spec: FieldSpec | None, kind: str, value: Any) -> str:
        if kind == ChangeKind.MARKED:
            return _mark_words(value)
        if kind == ChangeKind.SOURCED and value:
            return sources_from([value])[0].full
        if kind == ChangeKind.REMOVED and value:
            return "\n".join(str(x) for x in value["values"].values() if isinstance(x, str) and x)
        if kind != ChangeKind.FIELD or value in (None, "", []):
            return ""
        return shown(spec, value, self.lines) if spec else str(value)


def _did(kind: ChangeKind, before: Any, after: Any, *, undid: bool) -> str:
    did = DID[kind]
    if kind is ChangeKind.FIELD and after in (None, "", []):
        did = "Emptied"
    if kind is ChangeKind.ENDED and before is not None:
        did = "Brought the outcome back"
    if kind is ChangeKind.SOURCED and after is None:
        did = "Took a source off"
    return f"{did} (undo)" if undid else did


def _mark_words(stored: dict[str, str] | None) -> str:
    if not stored:
        return "As its words show"
    mark = SectionMark(SectionState(stored["state"]), stored["who"], stored["why"])
    return f"{mark.words}. {mark.why}" if mark.why else mark.words
