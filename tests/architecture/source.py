"""What a machine can check of the source text and the models. Each function returns faults in words."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FILE, FUNCTION, TEST_FILE = 350, 40, 600
LAYERS = [
    "kernel",
    "events",
    "access",
    "guidance",
    "people",
    "plans",
    "spine",
    "jobs",
    "api",
    "web",
]
# Models of libraries: what personal data they hold and how it goes.
OTHERS = {
    "auth.Group": "none; unused",
    "auth.Permission": "none; unused",
    "contenttypes.ContentType": "none",
    "sessions.Session": "who is signed in; deleted when the session ends or after a school day",
    "account.EmailAddress": "e-mail of an account; deleted with the account",
    "account.EmailConfirmation": "e-mail of an account; deleted with the account",
    "mfa.Authenticator": "second factor of an account; deleted with the account",
}
# Raw SQL that reads a table of a room above its own, and why it may.
READS_UPWARDS = {
    "people/queries/children.py: plans_plan": "search shows children with a plan first, in its one query",
}


def long_files(folder: Path, most: int) -> list[str]:
    return [
        f"{file.relative_to(folder)} has {lines} lines"
        for file in python_files(folder)
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > most
    ]


def long_functions(folder: Path, most: int = FUNCTION) -> list[str]:
    return [
        f"{file.relative_to(folder)}: {node.name} has {lines} lines"
        for file in python_files(folder)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > most
    ]


def python_files(folder: Path) -> Iterator[Path]:
    return (f for f in sorted(folder.rglob("*.py")) if "migrations" not in f.parts)


def keys_that_point_up(models: Iterable[Any]) -> list[str]:
    """Foreign keys go the way imports go; a string reference is invisible to the import linter."""
    order = {name: rank for rank, name in enumerate(LAYERS)}
    found = []
    for model in models:
        for field in model._meta.get_fields():
            if not (getattr(field, "many_to_one", False) or getattr(field, "one_to_one", False)):
                continue
            if field.auto_created or not model.__module__.startswith("spinney."):
                continue
            to = field.related_model.__module__
            if to.startswith("spinney.") and order[room(to)] > order[room(model.__module__)]:
                found.append(f"{model.__name__}.{field.name} points up to {to}")
    return found


def room(module: str) -> str:
    return module.split(".")[1]


def models_without_pii(models: Iterable[Any]) -> list[str]:
    """Every model says what it holds of people and how that goes: '<what>; <how it goes>', or 'none'."""
    found = []
    for model in models:
        told = model.__dict__.get("pii") or OTHERS.get(model._meta.label, "")
        if not told:
            found.append(f"{model._meta.label} does not declare its personal data")
        elif not told.startswith("none") and not re.search(r"; (deleted|kept) ", told):
            found.append(f"{model._meta.label} does not say how its personal data goes: '{told}'")
    return found


TABLE = re.compile(r"\b(access|events|people|plans|spine)_[a-z_]+\b")


def sql_that_reads_upwards(folder: Path) -> list[str]:
    """Tables of a higher room named in the strings of a lower one."""
    order = {name: rank for rank, name in enumerate(LAYERS)}
    found = set()
    for file in python_files(folder):
        where = file.relative_to(folder)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|JOIN)\b", node.value):
                continue
            for match in TABLE.finditer(node.value):
                if order.get(match[1], 0) > order.get(where.parts[0], 99):
                    found.add(f"{where}: {match[0]}")
    return sorted(found - set(READS_UPWARDS))


MACHINE = re.compile(
    r"(?<![\w/.-])/(work|root|home/\w+)/[\w.]|/tmp/[\w.]|\bpypi\.[a-z]+\.|registry\.[a-z]+\."
)


def machine_paths(text: str) -> list[str]:
    return [found.group() for found in MACHINE.finditer(text)]


def dependencies_without_reason(pyproject: str) -> list[str]:
    """Each dependency stands on a line of its own with a comment of a few words."""
    found, inside = [], False
    for line in pyproject.splitlines():
        if re.match(r"(dependencies|demo|dev) = \[", line):
            inside = True
        elif line.startswith("]"):
            inside = False
        elif inside and line.strip().startswith('"'):
            reason = line.partition("#")[2].split()
            if len(reason) < 2:
                found.append(line.strip())
    return found


PYTHON = {
    "pyproject.toml": [
        r'requires-python = ">=(3\.\d+)"', r'target-version = "py(3\d+)"', r'python_version = "(3\.\d+)"',
    ],
    "README.md": [r"Python (3\.\d+)"],
    "run": [r"\((3, ?\d+)\)"],
    ".ci/run": [r"python(3\.\d+)"],
}  # fmt: skip


def python_versions(root: Path) -> list[str]:
    """Mentions of an interpreter that disagree with .python-version."""
    named = (root / ".python-version").read_text(encoding="utf-8").strip()
    found = []
    for name, patterns in PYTHON.items():
        if not (root / name).is_file():
            continue
        text = (root / name).read_text(encoding="utf-8")
        for mention in (m for pattern in patterns for m in re.findall(pattern, text)):
            plain = re.sub(r"^3(?=\d)", "3.", re.sub(r", ?", ".", mention))
            if plain != named:
                found.append(f"{name} says {mention}")
    return found
