"""Whose voice it is and who may see it. Plain values in, a yes or the reason against out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from spinney.kernel.errors import BadInput
from spinney.plans.types import Line
from spinney.plans.types.voices import PROMPTS, Asked, Face, Said, Sharing, Told, Verdict

MOST_WORDS = 2000
# What a child can say "helps" of: what is done for them. Needs and outcomes are not help.
SAID_OF = {"adjustment": ("strategy", "text"), "provision": ("support", "what")}
USED = "These words were used at a review, so they stay as they were. You can write new ones."
NOTHING = "Say or choose something first. Then you can share it."


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one voice of a child, before anyone sees it."""

    own_account: bool  # the child wrote it in their own account
    by: object  # the account it was written in: the child's own, or the helper's
    sitting: date
    sharing: Sharing
    used: bool


def may_open(voice: Held, *, reader: object, today: date) -> bool:
    """Whether this account may open what is not shared: the child's own, or the helper's on the day of the sitting.

    Nobody else, whatever they are to the school or to the child. The next day a helper is like anyone.
    """
    if voice.by != reader:
        return False
    return voice.own_account or voice.sitting == today


def may_change(voice: Held, *, reader: object, today: date) -> bool:
    return not voice.used and may_open(voice, reader=reader, today=today)


def shown_to_school(sharing: Sharing) -> bool:
    return sharing in {Sharing.SCHOOL, Sharing.FAMILY}


def shown_to_family(sharing: Sharing) -> bool:
    return sharing is Sharing.FAMILY


def asked_of(lines: Iterable[Line]) -> tuple[Asked, ...]:
    """Strategies first: they are what a child meets in every lesson."""
    found = [
        Asked(line, SAID_OF[line.section][0], words, _more(line))
        for line in lines
        if line.section in SAID_OF and (words := line.text(SAID_OF[line.section][1]).strip())
    ]
    return tuple(sorted(found, key=lambda asked: asked.kind != "strategy"))


def _more(line: Line) -> str:
    if line.section != "provision":
        return ""
    return ", ".join(filter(None, (line.text("who").strip(), line.text("how_often").strip())))


def cleaned(told: Told, asked: Iterable[Asked]) -> Told:
    """As it will be kept, or BadInput naming the field. Unknown lines and questions are refused, not dropped."""
    known = {str(one.line.id) for one in asked}
    for line, verdict in told.verdicts.items():
        if line not in known:
            raise BadInput(
                "That line is no longer on the plan. Reload the page.", field=f"verdict-{line}"
            )
        if verdict not in set(Verdict):
            raise BadInput("Choose one of the three answers.", field=f"verdict-{line}")
    return Told(_says(told.says), dict(told.verdicts))


def _says(says: Mapping[str, Said]) -> dict[str, Said]:
    prompts = {str(prompt) for prompt, _ in PROMPTS}
    found = {}
    for prompt, said in says.items():
        words = said.words.replace("\r\n", "\n").replace("\x00", "").strip()
        if prompt not in prompts:
            raise BadInput("That question is not on this page. Reload the page.")
        if said.face and said.face not in set(Face):
            raise BadInput("Choose one of the faces.", field=f"face-{prompt}")
        if len(words) > MOST_WORDS:
            raise BadInput(
                f"That is very long. Keep it under {MOST_WORDS} letters.", field=f"words-{prompt}"
            )
        if words or said.face:
            found[prompt] = Said(words, said.face)
    return found


def reason_not_to_share(told: Told, wanted: Sharing, *, aloud: bool = False) -> str:
    """`aloud`: there is a recording, which is enough to share."""
    return NOTHING if wanted is not Sharing.NOBODY and told.is_empty and not aloud else ""
