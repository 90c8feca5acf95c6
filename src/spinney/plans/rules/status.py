"""How far a section is: what a person said, or else what its own words show."""

from collections.abc import Mapping

from spinney.plans.types import Change, SectionMark, SectionSpec, SectionState, SectionStatus

S = SectionState
MOST_WHO, MOST_WHY = 120, 400


def derived(status: SectionStatus) -> SectionState:
    """Only a person can say that a section is done: full boxes are not the same as the right words in them."""
    return S.NOT_STARTED if status is SectionStatus.EMPTY else S.IN_PROGRESS


def standing(said: SectionMark | None, status: SectionStatus) -> SectionMark:
    """What people said stands, except that a section with words in it is needed, whatever was said before."""
    if said is None or (said.state is S.NOT_NEEDED and status is not SectionStatus.EMPTY):
        return SectionMark(derived(status))
    return said


def reason_not_to_mark(
    spec: SectionSpec, status: SectionStatus, state: SectionState, *, who: str, why: str
) -> tuple[str, str]:
    """Which answer is missing, and words that ask for it; both empty when the status may be set."""
    if state is S.WAITING and not who:
        return (
            "who",
            f"Say whom '{spec.title}' waits for. A name or a part will do: Ms Shah, parent view.",
        )
    if state is not S.NOT_NEEDED:
        return "", ""
    if not spec.not_needed_allowed:
        return "state", f"'{spec.title}' is needed on every plan."
    if status is not SectionStatus.EMPTY:
        return "state", (
            f"'{spec.title}' has words in it. Take them out first, or choose another status."
        )
    if not why:
        return "why", f"Say why '{spec.title}' is not needed. It is shown on the plan."
    return "", ""


def changed_marks(
    sections: tuple[SectionSpec, ...], before: Mapping[str, str], after: Mapping[str, str]
) -> list[Change]:
    """Sections that became not needed, or needed again, since the last version. Maps section to reason."""
    found = []
    for spec in sections:
        was, now = before.get(spec.code), after.get(spec.code)
        if now is not None and now != was:
            words = f"'{spec.title}' is marked as not needed: {now}"
            found.append(Change(spec.code, "altered", words))
        elif was is not None and now is None:
            words = f"'{spec.title}' is no longer marked as not needed."
            found.append(Change(spec.code, "altered", words))
    return found
