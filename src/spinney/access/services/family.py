"""What an adult of the family may be handed on paper, who may have no account to ask with."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from spinney.access import queries, rules
from spinney.access.types import Action, Actor, Decision, Relation
from spinney.kernel.clock import school_day

NO_ACCOUNT = UUID(int=0)


def decide_for_family(
    *, user_id: UUID | None, school_id: UUID, subject_id: UUID, now: datetime
) -> Decision:
    """The decision their own screen would get. With an account the confirmed tie counts, and nothing else.

    Without one the caller has read parental responsibility and court orders in the record; the child's own
    denials (a safeguarding freeze) still count here. A parent who also works at the school gets a parent's part.
    """
    adult = Actor(id=user_id or NO_ACCOUNT, display_name="")
    facts = queries.facts_about(
        adult, school_id=school_id, subject_id=subject_id, day=school_day(now)
    )
    if user_id is None:
        facts = replace(facts, relations=frozenset({Relation.PARENT}))
    return rules.decide(adult.id, Action.ANSWER_PLAN, facts)
