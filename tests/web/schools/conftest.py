"""Maya's school, and a browser without script for each person in it."""

import pytest
from django.test import Client
from tests.personas import small_world


@pytest.fixture
def world(db):
    return small_world()


@pytest.fixture
def as_(world):
    """`as_("senco").get(...)`: the pages as that person gets them."""
    from spinney.access.models import User

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(id=world.users[who]),
            backend="spinney.access.sessions.SignIn",
        )
        return client

    return sign_in
