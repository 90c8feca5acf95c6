import os
import random

import pytest
from django.test import Client
from tests.durability.site import Site, named
from tests.durability.writers import Writer
from tests.factories.access import a_membership, a_user, the_actor
from tests.factories.people import a_child, a_school
from tests.factories.plans import a_draft, line_of

from spinney.access.models import User
from spinney.access.types import Role
from spinney.kernel import tenancy

WRITERS = 4


@pytest.fixture
def school(live_database):
    return a_school()


@pytest.fixture
def senco(school):
    user = a_user("Sam Senco")
    with tenancy.acting_in([school]):
        a_membership(user, school, Role.SENCO)
    return the_actor(user, "Sam Senco")


@pytest.fixture
def session(senco):
    client = Client()
    client.force_login(User.objects.get(id=senco.id))
    return client.cookies["sessionid"].value


@pytest.fixture
def writers(school, senco):
    found = []
    with tenancy.acting_in([school]):
        for number in range(WRITERS):
            plan = a_draft(senco, school, a_child(school))
            found.append(Writer(school, plan, line_of(plan, "about"), random.Random(number)))
    return found


@pytest.fixture
def site(live_database, tmp_path):
    site = Site(named(os.environ["DATABASE_URL"], live_database), tmp_path / "site.log")
    yield site
    site.close()
