"""Read the environment once, and fail at start with a hint that says what to do."""

import os
from pathlib import Path


class BadEnvironmentError(RuntimeError):
    """A setting is missing or makes no sense. The message says what to do."""


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise BadEnvironmentError(
            f"{name} is not set. Set it in the environment; see docs/guides/production.md."
        )
    return value


def secret(name: str, default: str | None = None) -> str:
    """Read NAME, or the file that NAME_FILE points at, as container secrets are handed over."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadEnvironmentError(
                f"{name}_FILE is set but cannot be read: {error.strerror}."
            ) from error
    return text(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise BadEnvironmentError(f"{name} must be yes or no, not a longer word.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise BadEnvironmentError(f"{name} must be a whole number.") from error


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
