"""Read plans. Every function takes the actor, asks `access`, and returns frozen renderings for that person."""

from spinney.plans.queries.answers import (
    AnswersPage,
    answers_on,
    answers_page,
    my_answers,
    paper_form,
)
from spinney.plans.queries.cards import cards_for_children
from spinney.plans.queries.draft import draft_for_editor, line_to_remove, words_of
from spinney.plans.queries.family import (
    FamilyPlan,
    News,
    family_answer,
    family_children,
    family_line,
    family_plan,
)
from spinney.plans.queries.form_move import moving_form
from spinney.plans.queries.lists import (
    PlanFilter,
    PlanList,
    children_without_plan,
    plan_list,
    plan_list_page,
    senco_home,
)
from spinney.plans.queries.page import PlanPage, plan_page, plans_of_child
from spinney.plans.queries.plan import (
    plan_for_reader,
    plan_id_of_child,
    plan_versions,
    plan_without_recording,
)
from spinney.plans.queries.publishing import moving, publish_preview
from spinney.plans.queries.recipients import (
    AnswerForm,
    PrintChoices,
    PrintedCopy,
    answer_form,
    copy_for_adult,
    form_with_code,
    own_copy,
    print_choices,
    require_answer_entry,
)
from spinney.plans.queries.settings import (
    changed_form,
    form_preview,
    plans_to_write,
    school_form_page,
    settings_page,
    writing_due,
)

__all__ = [
    "AnswerForm",
    "AnswersPage",
    "FamilyPlan",
    "News",
    "PlanFilter",
    "PlanList",
    "PlanPage",
    "PrintChoices",
    "PrintedCopy",
    "answer_form",
    "answers_on",
    "answers_page",
    "cards_for_children",
    "changed_form",
    "children_without_plan",
    "copy_for_adult",
    "draft_for_editor",
    "family_answer",
    "family_children",
    "family_line",
    "family_plan",
    "form_preview",
    "form_with_code",
    "line_to_remove",
    "moving",
    "moving_form",
    "my_answers",
    "own_copy",
    "paper_form",
    "plan_for_reader",
    "plan_id_of_child",
    "plan_list",
    "plan_list_page",
    "plan_page",
    "plan_versions",
    "plan_without_recording",
    "plans_of_child",
    "plans_to_write",
    "print_choices",
    "publish_preview",
    "require_answer_entry",
    "school_form_page",
    "senco_home",
    "settings_page",
    "words_of",
    "writing_due",
]
