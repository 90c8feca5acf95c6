"""A plan in two languages on paper, each text in its own direction."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from spinney.kernel.clock import school_day
from spinney.web.families.beside import Beside, LineRows, Row
from spinney.web.print import documents, texts
from spinney.web.print.views import answer_pdf
from spinney.web.routes import actor_of, now_of

NOT_YET: Final = "Not yet translated"


def translated_pdf(request: HttpRequest, plan: Beside) -> HttpResponse:
    copy = documents.Copy(
        recipient=actor_of(request).display_name, printed_by=actor_of(request).display_name,
        on=school_day(now_of(request)), large=request.GET.get("size") == "large",
    )  # fmt: skip
    name = f"support-plan-{plan.language.code}-v{plan.header.version}"
    return answer_pdf(request, "translated", translated(plan, copy), name=name)


def translated(plan: Beside, copy: documents.Copy) -> documents.Data:
    header, tongue = plan.header, plan.language
    title = f"Individual Support Plan: {header.child_name}, in English and {tongue.english}"
    return {
        **documents.frame(
            copy, title=title, school=plan.school_name, version=header.version
        ),
        "name": header.child_name,
        "facts": [],
        "language": {"code": tongue.code, "english": tongue.english, "native": tongue.native, "rtl": tongue.rtl},
        "credit": plan.credit,
        "behind": plan.behind,
        "sections": [
            {"title": section.title, "lines": [_line(line) for line in section.lines]}
            for section in plan.sections
        ],
    }  # fmt: skip


def _line(line: LineRows) -> documents.Data:
    return {"name": line.name, "rows": [_row(row) for row in line.rows]}


def _row(row: Row) -> documents.Data:
    return {
        "label": row.label,
        "english": texts.paragraphs(row.english),
        "other": texts.paragraphs(row.other),
        "missing": NOT_YET if row.is_missing else "",
    }
