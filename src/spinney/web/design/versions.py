"""Which two versions an address asks to compare."""

from django.http import HttpRequest


def chosen_versions(request: HttpRequest) -> tuple[int | None, int | None]:
    """The older first, whichever box each was put in. None where the address does not say: the newest two."""
    given = [request.GET.get(name, "") for name in ("from", "to")]
    numbers = [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 6]
    return (min(numbers), max(numbers)) if len(numbers) == 2 else (None, None)
