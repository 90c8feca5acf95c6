"""The strategies of a class's cards, each with its "Used today". In Python, not in a template: thirty children with
four buttons each were half of the page's CPU. What people wrote goes through `escape`; the tick comes drawn."""

from dataclasses import dataclass
from html import escape
from uuid import UUID

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Strategy:
    key: str
    text: str
    used: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One child's card, in words. `may_tap` where this reader may note what was used."""

    child_id: UUID
    name: str
    strategies: tuple[Strategy, ...]
    safety: tuple[dict[str, str], ...]
    may_tap: bool = False


def tap_list(card: Shown, place: int, tick: Markup) -> Markup:
    """`place` is the card's number on the page: ids are made of it."""
    child = str(card.child_id)
    drawn = [
        f'<li><span class="sp-taps__text" id="s-{place}-{number}">{escape(strategy.text)}</span>\n'
        f'<button class="sp-tap" type="submit" name="tap"'
        f' value="{child}:{escape(strategy.key)}:{"no" if strategy.used else "yes"}"'
        f' aria-pressed="{"true" if strategy.used else "false"}" aria-describedby="s-{place}-{number}">'
        f"{tick}<span>Used today</span></button></li>"
        for number, strategy in enumerate(card.strategies, 1)
    ]
    inside = "\n".join(drawn)
    return Markup(f'<ol class="sp-strategies sp-taps">\n{inside}\n</ol>')  # noqa: S704  (escaped above; tested)
