"""What a line rests on, in words, with a link to the thing itself where there is one."""

from collections.abc import Iterable

from django.urls import reverse
from markupsafe import Markup

from spinney.plans.types import Source

LINK = Markup(
    '{} <a class="govuk-link sp-evidence__file" href="{}">Open the file'
    '<span class="govuk-visually-hidden"> from {}</span> ({})</a>'
)


def cited(source: Source, *, full: bool = True) -> str:
    """Safe to put on a page as it stands; without a file it is plain text."""
    words = source.full if full else source.words
    if source.file is None:
        return words
    return LINK.format(
        words, reverse("open_file", args=[source.file]), source.who, source.file_says
    )


def all_cited(sources: Iterable[Source]) -> str:
    return Markup("; ").join(cited(source) for source in sources)
