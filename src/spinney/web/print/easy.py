"""Easy read on paper: large type, wide margins, a symbol beside each part."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from spinney.kernel.clock import school_day
from spinney.web.families import symbols
from spinney.web.families.easy import EasyRead, Part
from spinney.web.print import documents, texts
from spinney.web.print.views import answer_pdf
from spinney.web.routes import actor_of, now_of

DRAWINGS: Final = {f"symbol-{name}": symbols.svg(name) for name in symbols.NAMES}


def easy_pdf(request: HttpRequest, plan: EasyRead) -> HttpResponse:
    name = actor_of(request).display_name
    copy = documents.Copy(recipient=name, printed_by=name, on=school_day(now_of(request)))
    version = plan.header.version
    return answer_pdf(
        request, "easy", easy(plan, copy), name=f"easy-read-v{version}", drawings=DRAWINGS
    )


def easy(plan: EasyRead, copy: documents.Copy) -> documents.Data:
    header = plan.header
    return {
        **documents.frame(
            copy, title=f"{header.child_name}: easy read", school=plan.school_name,
            version=header.version,
        ),
        "name": header.child_name,
        "parts": [_part(part) for part in plan.parts],
        "left_out": list(plan.left_out),
    }  # fmt: skip


def _part(part: Part) -> documents.Data:
    ideas = [
        {"titled": idea.is_titled, "lines": [{"t": line, "rtl": texts.is_rtl(line)} for line in idea.lines]}
        for idea in part.ideas
    ]  # fmt: skip
    return {"symbol": part.symbol, "title": part.title, "ideas": ideas}
