"""Entries that tests write themselves."""

from dataclasses import replace

from spinney.plans.types.bank import BankArea, BankKind, BankPhase, Cost, Entry

OWN = Entry(
    code="", kind=BankKind.STRATEGY, title="Blue cushion by the window",
    words={"text": "Offer the blue cushion by the window before the story begins."},
    areas=(BankArea.SP,), phases=(BankPhase.PRIMARY,), source="practice", cost=Cost.LOW, also="sensory seat",
)  # fmt: skip
PROVISION = replace(
    OWN, kind=BankKind.INTERVENTION, title="Pond club", also="outdoor water",
    words={
        "what": "Dip, count and draw what lives in the pond.", "who": "Mr Osei", "how_often": "Once a week",
        "minutes": 40, "group_size": 4, "place": "The pond",
    },
)  # fmt: skip
SHIPPED = "ci-first-word"
