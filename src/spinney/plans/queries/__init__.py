"""Read plans. Every function takes the actor, asks `access`, and returns frozen renderings for that person."""

from spinney.plans.queries.answers import (
    AnswersPage,
    answers_on,
    answers_page,
    my_answers,
    paper_form,
)
from spinney.plans.queries.cards import cards_for_children
from spinney.plans.queries.cycles import cycles_of_plan, cycles_page
from spinney.plans.queries.draft import draft_for_editor, line_to_remove, words_of
from spinney.plans.queries.family import (
    FamilyPlan,
    News,
    family_answer,
    family_children,
    family_line,
    family_plan,
)
from spinney.plans.queries.invitation import meeting_invitation
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
from spinney.plans.queries.review import meeting_page, review_page
from spinney.plans.queries.review_grid import GridFilter, review_grid
from spinney.plans.queries.tasks import late_tasks, my_tasks, recap

__all__ = [
    "AnswerForm",
    "AnswersPage",
    "FamilyPlan",
    "GridFilter",
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
    "children_without_plan",
    "copy_for_adult",
    "cycles_of_plan",
    "cycles_page",
    "draft_for_editor",
    "family_answer",
    "family_children",
    "family_line",
    "family_plan",
    "form_with_code",
    "late_tasks",
    "line_to_remove",
    "meeting_invitation",
    "meeting_page",
    "moving",
    "my_answers",
    "my_tasks",
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
    "recap",
    "require_answer_entry",
    "review_grid",
    "review_page",
    "senco_home",
    "words_of",
]
