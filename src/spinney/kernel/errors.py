"""The few ways in which an act can be refused. Each carries words for the person who asked."""


class RefusedError(Exception):
    """An act was refused and nothing was changed."""


class NotAllowed(RefusedError):
    """This person may not do this to this record. Shown as 'not found', so that it confirms nothing."""


class NotFound(RefusedError):
    """There is no such record, as far as this person may know."""


class NotNow(RefusedError):
    """The person may, but the record's state does not allow it. The message says what to do first."""


class BadInput(RefusedError):
    """What was sent cannot be kept. `field` names where, the message says why and what to do."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
