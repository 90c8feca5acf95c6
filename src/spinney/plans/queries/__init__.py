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
from spinney.plans.queries.recipients import (
    AnswerForm,
    PrintChoices,
    PrintedCopy,
    answer_form,
    copy_for_adult,
    own_copy,
    print_choices,
)

__all__ = [
    "AnswerForm",
    "FamilyPlan",
    "News",
    "PrintChoices",
    "PrintedCopy",
    "answer_form",
    "answers_on",
    "cards_for_children",
    "copy_for_adult",
    "draft_for_editor",
    "family_answer",
    "family_children",
    "family_line",
    "family_plan",
    "my_answers",
    "own_copy",
    "paper_form",
    "plan_for_reader",
    "plan_id_of_child",
    "plan_list",
    "plan_versions",
    "plan_without_recording",
    "print_choices",
    "senco_home",
]
