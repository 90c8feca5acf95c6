"""The two reads that every request of someone signed in begins with, in plain SQL: through the ORM, building the
statements cost more than running them, on every page."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

from spinney.access.models import User
from spinney.kernel.rows import one_row

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
NAMES = [field.attname for field in User._meta.concrete_fields]
ACCOUNT = f"SELECT {', '.join(NAMES)} FROM access_user WHERE id = %s"


class SessionStore(DatabaseStore):
    """Django's session table and codec. Named by SESSION_ENGINE."""

    def load(self) -> dict[str, Any]:
        row = one_row(SESSION, [self.session_key, timezone.now()])
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


class SignIn(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's way in; the account of a session is read here."""

    def get_user(self, user_id: UUID) -> User | None:
        row = one_row(ACCOUNT, [user_id])
        user = User.from_db(connection.alias, NAMES, row) if row else None
        return user if user and self.user_can_authenticate(user) else None
