"""What every page may name. Nothing here asks the database unless a template reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the main navigation. `under` marks it as current for every page below it."""

    text: str
    href: str
    under: bool = True
    more: bool = False  # behind "More"

    def is_current(self, path: str) -> bool:
        return path == self.href or (self.under and path.startswith(self.href.rstrip("/") + "/"))


@dataclass(frozen=True, slots=True)
class SignedOut:
    display_name: str = ""
    is_signed_in: bool = False
    schools: tuple[Any, ...] = ()


class Page:
    """Read as `page.…` in templates; each property is worked out once, when first read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Any:
        who = getattr(self._request, "who", None)
        return who.actor if who else SignedOut()

    @property
    def school_name(self) -> str:
        """Set by the middleware or the view as `request.school_name`; pages of no one school have none."""
        return str(getattr(self._request, "school_name", ""))

    @cached_property
    def nav(self) -> Sequence[NavItem]:
        """Set by the middleware or the view as `request.nav`."""
        return tuple(getattr(self._request, "nav", ()))

    @property
    def behind(self) -> NavItem | None:
        """The current page, where it stands behind "More"."""
        return next((x for x in self.nav if x.more and x.is_current(self.path)), None)

    @property
    def path(self) -> str:
        return self._request.path

    @property
    def messages(self) -> Iterable[Any]:
        return get_messages(self._request)


class OneToken:
    """The hidden field that goes into each form. Django's own is masked anew each time a template writes it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _field(self) -> str:
        return str(csrf_input(self._request))

    def __html__(self) -> str:
        return self._field

    __str__ = __html__


def page(request: HttpRequest) -> dict[str, object]:
    return {"page": Page(request), "csrf_input": OneToken(request)}
