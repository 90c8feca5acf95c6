"""What must make sense between the values of one pupil, whatever the format they came in."""

from collections.abc import Sequence
from datetime import date, timedelta

from spinney.guidance.codesets import SEN_PROVISION_WITHDRAWN
from spinney.spine.ingest.checks import Cell, Checker
from spinney.spine.ingest.records import PupilRecord, SenPeriod

FURTHEST_START = timedelta(days=730)
"""Pupils are entered for next September, or the one after; a later date is a slip."""


def ranks_fault(ranks: Sequence[int]) -> str:
    """Ranks of need run 1, 2, 3 without gap or repeat. Empty when they do."""
    if len(set(ranks)) != len(ranks):
        return "Two needs have the same rank."
    if sorted(ranks) != list(range(1, len(ranks) + 1)):
        return "The ranks of need do not run 1, 2, 3 without a gap."
    return ""


def in_date_order(history: Sequence[SenPeriod], check: Checker) -> tuple[SenPeriod, ...]:
    ordered = tuple(sorted(history, key=lambda period: period.start))
    if ordered != tuple(history):
        check.warn(
            Cell("", "SEN history", history[0].line),
            "The SEN history was not in date order.",
            "It was put in order, oldest first. Check the last entry is the present one.",
            shape=f"{len(history)} entries",
        )
    return ordered


def check_sense(record: PupilRecord, check: Checker) -> None:
    _check_stay(record, check)
    for period in record.sen_history or ():
        _not_before_birth(record, period.start, period.line, "SEN history", check)
    if record.sen_since:
        _not_before_birth(record, record.sen_since, record.line, "start of SEN provision", check)
    if record.sen_provision:
        _check_provision(record, record.sen_provision, check)
    for need in record.sen_needs or ():
        if need.start and need.end and need.end < need.start:
            check.error(
                Cell("", "SEN need", need.line),
                "The need ends before it starts.",
                "Correct the dates in the source.",
                shape="two dates",
            )


def _check_stay(record: PupilRecord, check: Checker) -> None:
    if record.joined_on is None:
        return
    cell = Cell("", "date of joining", record.line)
    _not_before_birth(record, record.joined_on, record.line, "date of joining", check)
    if record.left_on is not None and record.left_on < record.joined_on:
        check.error(
            cell,
            "The pupil left before they joined.",
            "Correct the dates in the source.",
            shape="two dates",
        )
    if record.joined_on > check.today + FURTHEST_START:
        check.error(
            cell,
            "The date of joining is more than two years ahead.",
            "Correct it in the source.",
            shape="a date",
        )


def _not_before_birth(record: PupilRecord, day: date, line: int, what: str, check: Checker) -> None:
    if day < record.born_on:
        check.error(
            Cell("", what, line),
            "The date is before the pupil was born.",
            "Correct this date or the date of birth in the source.",
            shape="two dates",
        )


def _check_provision(record: PupilRecord, provision: str, check: Checker) -> None:
    line = record.sen_history[-1].line if record.sen_history else record.line
    cell = Cell(provision, "SEN provision", line)
    needs = record.sen_needs or ()
    may_say_needs = record.sen_history is not None or record.sen_needs is not None
    if provision in SEN_PROVISION_WITHDRAWN:
        check.warn(
            cell,
            "The last entry of the SEN history is a code that is no longer used.",
            "Find out what help the pupil has now, and enter N, K or E in the source.",
        )
    if provision == "E" and may_say_needs and not needs:
        check.warn(
            cell,
            "The pupil has an EHC plan, but no type of need is given.",
            "Ask the SENCO, and add the type of need in the source.",
        )
    if provision == "E" and any(need.type == "NSA" for need in needs):
        check.warn(
            cell,
            "NSA (need not yet assessed) goes with SEN support, and this pupil has an EHC plan.",
            "Ask the SENCO which type of need the plan names.",
        )
