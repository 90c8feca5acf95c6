"""Random worlds of two schools, a few children and adults, and everything that may tie or part them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from spinney.access.models import Denial, Membership, Subject, Tie
from spinney.access.types import DenialKind, Relation, Role, TieState

TODAY = date(2026, 11, 23)
SCHOOLS = [UUID(int=0xA0 + n) for n in range(2)]
CHILDREN = [UUID(int=0xC0 + n) for n in range(3)]  # each id may be on the roll of both schools
ADULTS = [UUID(int=0xE0 + n) for n in range(3)]

# Days that matter: yesterday, today, tomorrow, and far on either side.
days = st.sampled_from([TODAY + timedelta(n) for n in (-400, -1, 0, 1, 400)])
ends = st.one_of(st.none(), days)


def rows(**columns):
    common = {"school": st.sampled_from(SCHOOLS), "from": days, "to": ends}
    return st.fixed_dictionaries({**common, **columns})


def with_classes(drawn):
    """A class gives an adult both a post and a tie at one school: apart, chance would rarely draw the two."""
    posts = [{k: c[k] for k in ("school", "from", "to", "who")} for c in drawn["classes"]]
    ties = [{**c, "state": "confirmed"} for c in drawn["classes"]]
    return {
        "memberships": [*drawn["memberships"], *({**post, "role": "teacher"} for post in posts)],
        "ties": [*drawn["ties"], *ties],
        "denials": drawn["denials"],
    }


worlds = st.fixed_dictionaries(
    {
        "classes": st.lists(
            rows(
                who=st.sampled_from(ADULTS),
                child=st.sampled_from(CHILDREN),
                relation=st.sampled_from(["teaches", "teaches", "assists", "key_adult"]),
            ),
            max_size=2,
        ),
        "memberships": st.lists(
            rows(who=st.sampled_from(ADULTS), role=st.sampled_from([r.value for r in Role])),
            max_size=4,
        ),
        "ties": st.lists(
            rows(
                who=st.sampled_from(ADULTS),
                child=st.sampled_from(CHILDREN),
                relation=st.sampled_from([r.value for r in Relation]),
                state=st.sampled_from(
                    ["confirmed", "confirmed", "confirmed", "proposed", "refused"]
                ),
            ),
            max_size=8,
        ),
        "denials": st.lists(
            rows(
                who=st.one_of(st.none(), st.sampled_from(ADULTS)),
                child=st.sampled_from(CHILDREN),
                kind=st.sampled_from([k.value for k in DenialKind]),
            ),
            max_size=3,
        ),
    }
).map(with_classes)


@dataclass(frozen=True, slots=True)
class Question:
    who: UUID
    school: UUID
    child: UUID


QUESTIONS = [Question(w, s, c) for w in ADULTS for s in SCHOOLS for c in CHILDREN]


def lay_out(world) -> None:
    """Write the world's rows. Accounts and subjects are there already."""
    Membership.objects.bulk_create(
        Membership(
            user_id=m["who"], role=Role(m["role"]), school_id=m["school"], valid_from=m["from"],
            valid_to=m["to"], source="test",
        )
        for m in world["memberships"]
    )  # fmt: skip
    Tie.objects.bulk_create(
        Tie(
            user_id=t["who"], subject_id=t["child"], relation=t["relation"],
            state=TieState(t["state"]), school_id=t["school"], valid_from=t["from"],
            valid_to=t["to"], source="test",
        )
        for t in world["ties"]
    )  # fmt: skip
    Denial.objects.bulk_create(
        Denial(
            user_id=d["who"], subject_id=d["child"], kind=d["kind"], school_id=d["school"],
            valid_from=d["from"], valid_to=d["to"], source="test",
        )
        for d in world["denials"]
    )  # fmt: skip


def put_everyone_on_the_roll() -> None:
    Subject.objects.bulk_create(
        Subject(school_id=school, id=child) for school in SCHOOLS for child in CHILDREN
    )
