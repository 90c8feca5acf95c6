"""What a line rests on, in words, with a link to the thing itself where there is one."""

from collections.abc import Iterable

from markupsafe import Markup

from spinney.plans.types import Source
from spinney.web.design.address import url
from spinney.web.design.language import gettext as _

LINK = Markup(
    '{} <a class="govuk-link sp-evidence__file" href="{}">{}'
    '<span class="govuk-visually-hidden"> {}</span> ({})</a>'
)


def cited(source: Source, *, full: bool = True) -> str:
    """Safe to put on a page as it stands; without a file it is plain text."""
    words = source.full if full else source.words
    if source.file is None:
        return words
    return LINK.format(
        words, url("open_file", source.file), _("Open the file"),
        _("from %(who)s") % {"who": source.who}, source.file_says,
    )  # fmt: skip


def all_cited(sources: Iterable[Source]) -> str:
    return Markup("; ").join(cited(source) for source in sources)
