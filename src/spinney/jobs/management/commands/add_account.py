"""Give someone an account: a member of staff with a role, or a parent whom the school then confirms."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from spinney.access.services import Account, StaffAccount, add_staff_account
from spinney.access.types import Role
from spinney.jobs.terminal import at_school, show_password
from spinney.kernel.clock import now
from spinney.people.services import ParentAccount, add_parent_account


class Command(BaseCommand):
    help = "Give an account to a member of staff or to a parent. A second time changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="As others at the school know them.")
        parser.add_argument("--school", required=True, metavar="URN", help="Six digits.")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--role", choices=[role.value for role in Role])
        what.add_argument(
            "--parent",
            action="store_true",
            help="Put forward for the children whose records name this e-mail address.",
        )

    def handle(self, *args: Any, **given: Any) -> None:  # noqa: ARG002
        with at_school(given["school"]) as (school, actor):
            known: dict[str, Any] = {
                "school_id": school.id, "email": given["email"], "name": given["name"], "now": now(),
            }  # fmt: skip
            made = (
                add_parent_account(actor, **known)
                if given["parent"]
                else add_staff_account(actor, **known, role=Role(given["role"]))
            )
        # Told only when it is stored: a password for an account that was rolled back helps nobody.
        if isinstance(made, ParentAccount):
            self._tell_parent(made)
        else:
            self._tell_staff(made, given["role"], school.name)
        self._tell_account(made.account)

    def _tell_staff(self, made: StaffAccount, role: str, school: str) -> None:
        self.stdout.write(
            f"From today they are {role} at {school}." if made.granted
            else f"They are {role} at {school} already. Nothing was changed."
        )  # fmt: skip

    def _tell_parent(self, made: ParentAccount) -> None:
        self.stdout.write(f"Put forward as a parent of {_children(made.proposed)}.")
        for why, number in made.withheld.items():
            self.stdout.write(f"Not put forward for {_children(number)}: {why}.")
        if made.proposed:
            self.stdout.write(
                "Nothing is open to them yet. A SENCO, head or DSL confirms each child on 'Parents to confirm'."
            )

    def _tell_account(self, account: Account) -> None:
        if account.password:
            show_password(self.stdout, account.password)
        else:
            self.stdout.write("The account was there already and keeps its password.")


def _children(number: int) -> str:
    return f"{number} child" if number == 1 else f"{number} children"
