"""Breaks of the import contracts, one for each: what is written where, and the contract that must then fail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    contract: str  # words of its name
    path: str  # under src/spinney
    text: str  # added at the end of the file, which is made when missing


BREAKS = [
    Break("Contexts depend downwards", "kernel/clock.py", "import spinney.people.types"),
    Break("Contexts depend downwards", "people/types.py", "import spinney.plans.types"),
    Break("Contexts depend downwards", "access/types.py", "import spinney.people.types"),
    Break("Contexts depend downwards", "web/apps.py", "import spinney.jobs.apps"),
    Break("Contexts depend downwards", "jobs/apps.py", "import spinney.web.apps"),
    Break("Contexts depend downwards", "spine/apps.py", "import spinney.jobs.apps"),
    Break("Contexts depend downwards", "gossip/__init__.py", ""),  # a room nobody listed
    Break("Inside a context", "plans/models/plan.py", "import spinney.plans.services.held"),
    Break("Inside a context", "plans/rules/lifecycle.py", "import spinney.plans.models"),
    Break("Inside a context", "access/types.py", "import spinney.access.rules"),
    Break("Inside a context", "people/utils.py", ""),  # a drawer
    Break("Inside events", "events/types.py", "import spinney.events.services"),
    Break("access keeps", "web/apps.py", "import spinney.access.models"),
    Break("access keeps", "plans/apps.py", "import spinney.access.rules"),
    Break("people keeps", "web/apps.py", "import spinney.people.models"),
    Break("people keeps", "spine/apps.py", "import spinney.people.rules"),
    Break("plans keeps", "web/apps.py", "import spinney.plans.models"),
    Break("plans keeps", "web/apps.py", "import spinney.plans.rules.lifecycle"),
    Break("plans keeps", "web/apps.py", "import spinney.plans.templates"),
    Break("events keeps", "plans/apps.py", "import spinney.events.models"),
    Break("plain Python", "access/rules.py", "import django.db"),
    Break("plain Python", "plans/types/__init__.py", "import django.db"),
    Break("plain Python", "people/rules.py", "import spinney.kernel.rows"),  # Django, one step away
    Break("plain Python", "kernel/ids.py", "import django.utils.timezone"),
    Break("hold no SQL", "web/apps.py", "import spinney.kernel.rows"),
    Break("API library", "plans/apps.py", "import ninja"),
    Break("API library", "web/apps.py", "import ninja"),
]
