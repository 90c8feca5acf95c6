"""Read plans. Every function takes the actor, asks `access`, and returns frozen renderings for that person."""

from spinney.plans.queries.answers import answers_on, my_answers, paper_form
from spinney.plans.queries.cards import cards_for_children
from spinney.plans.queries.draft import draft_for_editor
from spinney.plans.queries.family import (
    FamilyPlan,
    News,
    family_answer,
    family_children,
    family_line,
    family_plan,
)
from spinney.plans.queries.lists import plan_list, senco_home
from spinney.plans.queries.plan import (
    plan_for_reader,
    plan_id_of_child,
    plan_versions,
    plan_without_recording,
)

__all__ = [
    "FamilyPlan",
    "News",
    "answers_on",
    "cards_for_children",
    "draft_for_editor",
    "family_answer",
    "family_children",
    "family_line",
    "family_plan",
    "my_answers",
    "paper_form",
    "plan_for_reader",
    "plan_id_of_child",
    "plan_list",
    "plan_versions",
    "plan_without_recording",
    "senco_home",
]
