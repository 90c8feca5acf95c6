"""Read plans. Every function takes the actor, asks `access`, and returns frozen renderings for that person."""

from spinney.plans.queries.answers import (
    AnswersPage,
    answers_on,
    answers_page,
    my_answers,
    paper_form,
)
from spinney.plans.queries.bank import (
    BankPage,
    EntryPage,
    bank_entry,
    bank_file_preview,
    bank_page,
    bank_to_share,
    faults_of_entry,
)
from spinney.plans.queries.bank_plan import (
    BankInEditor,
    PlanBank,
    bank_for_plan,
    bank_in_editor,
    bank_in_version,
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

__all__ = [
    "AnswerForm",
    "AnswersPage",
    "BankInEditor",
    "BankPage",
    "EntryPage",
    "FamilyPlan",
    "News",
    "PlanBank",
    "PlanFilter",
    "PlanList",
    "PlanPage",
    "PrintChoices",
    "PrintedCopy",
    "answer_form",
    "answers_on",
    "answers_page",
    "bank_entry",
    "bank_file_preview",
    "bank_for_plan",
    "bank_in_editor",
    "bank_in_version",
    "bank_page",
    "bank_to_share",
    "cards_for_children",
    "children_without_plan",
    "copy_for_adult",
    "draft_for_editor",
    "family_answer",
    "family_children",
    "family_line",
    "family_plan",
    "faults_of_entry",
    "form_with_code",
    "line_to_remove",
    "moving",
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
    "print_choices",
    "publish_preview",
    "require_answer_entry",
    "senco_home",
    "words_of",
]
