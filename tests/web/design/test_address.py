"""The quick way to an address gives what Django's own gives, for every page."""

from uuid import UUID

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from spinney.web.design.address import url
from spinney.web.routes import AUDIENCES

SAMPLES = {"uuid": UUID(int=7), "int": 3, "slug": "a-b", "str": "a b/ü"}


def samples(name):
    get_resolver().reverse_dict  # noqa: B018  (routes are declared when it is read)
    for possibilities, _, _, converters in get_resolver().reverse_dict.getlist(name):
        for _, names in possibilities:
            kinds = {
                n: type(converters[n]).__name__.removesuffix("Converter").lower() for n in names
            }
            yield {n: SAMPLES.get(kind, "x") for n, kind in kinds.items()}


def test_every_page_has_the_address_that_django_gives_it():
    get_resolver().reverse_dict  # noqa: B018
    checked = 0
    for name in AUDIENCES:
        for given in samples(name):
            try:
                wanted = reverse(name, kwargs=given)
            except NoReverseMatch:
                continue
            assert url(name, **given) == wanted
            assert url(name, *given.values()) == reverse(name, args=list(given.values()))
            checked += 1
    assert checked > 100


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        ((), {}),
        (("not a number",), {}),
        ((UUID(int=1), 2), {}),
        ((), {"other": UUID(int=1)}),
        ((5,), {}),
    ],
)
def test_an_address_that_does_not_exist_is_an_error(args, kwargs):
    with pytest.raises(NoReverseMatch):
        url("plan", *args, **kwargs)
