"""Whoever tries many links that do not open has to rest. Counted by address, and only what did not open."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

RATES = {"cover": "40/5m/ip"}


def too_many_wrong_links(request: HttpRequest) -> bool:
    return not _within(request, only_ask=True)


def count_wrong_link(request: HttpRequest) -> None:
    _within(request, only_ask=False)


def _within(request: HttpRequest, *, only_ask: bool) -> bool:
    used = ratelimit.consume(
        request, app="spinney", action="cover", config=RATES, dry_run=only_ask, limit_get=True
    )
    return used is not None
