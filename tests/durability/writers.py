"""People who type and publish as fast as the server answers, and remember what it said it had kept."""

import json
import random
import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

from tests.durability.checker import Published, Save
from tests.durability.site import Browser

from spinney.kernel import tenancy
from spinney.kernel.rows import all_rows

FIELDS = ("strengths", "important_to_me", "how_to_help")


@dataclass
class Writer:
    school: UUID
    plan: UUID
    line: UUID
    dice: random.Random
    revs: dict[str, int] = field(default_factory=dict)
    version: int = 0
    saves: list[Save] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def look(self) -> None:
        """After a crash: what is really there? A save without an answer may or may not have been kept."""
        with tenancy.acting_in([self.school]):
            self.revs = all_rows("SELECT revs FROM plans_draft_line WHERE id = %s", [self.line])[0][
                0
            ]
            self.version = all_rows("SELECT version FROM plans_plan WHERE id = %s", [self.plan])[0][
                0
            ]

    def work(self, browser: Browser, stop: threading.Event) -> None:
        """Until told to stop or the server is gone."""
        number, going = 0, True
        while going and not stop.is_set():
            number += 1
            going = self.publish(browser) if number % 5 == 0 else self.save(browser)
        browser.close()

    def save(self, browser: Browser) -> bool:
        name = self.dice.choice(FIELDS)
        value = f"{self.dice.getrandbits(64):x}"
        body = {
            "line": str(self.line),
            "field": name,
            "value": value,
            "base_rev": self.revs.get(name, 0),
        }
        answer = browser.post_json(f"/plans/{self.plan}/save", body)
        if answer is None:
            return False
        if answer[0] != 200:
            self.surprises.append(f"save: {answer[0]} {answer[1][:200]!r}")
            return False
        rev = int(json.loads(answer[1])["rev"])
        self.revs[name] = rev
        self.saves.append(Save(str(self.line), name, rev, value))
        return True

    def publish(self, browser: Browser) -> bool:
        answer = browser.post_form(f"/plans/{self.plan}/publish", {"why": "Maya has moved on"})
        if answer is None:
            return False
        if answer[0] != 302:
            self.surprises.append(f"publish: {answer[0]}")
            return False
        self.version += 1
        self.published.append(Published(str(self.plan), self.version))
        return True


def at_work(
    writers: list[Writer], port: int, session: str
) -> tuple[threading.Event, list[threading.Thread]]:
    stop = threading.Event()
    threads = [
        threading.Thread(target=writer.work, args=(Browser(port, session), stop))
        for writer in writers
    ]
    for thread in threads:
        thread.start()
    return stop, threads


def acknowledged(writers: list[Writer]) -> int:
    return sum(len(writer.saves) + len(writer.published) for writer in writers)


def until_answered(writers: list[Writer], threads: list[threading.Thread], wanted: int) -> None:
    """However slow the machine, let so many acts be acknowledged in all, unless nobody is at work any more."""
    while acknowledged(writers) < wanted and any(thread.is_alive() for thread in threads):
        time.sleep(0.01)
