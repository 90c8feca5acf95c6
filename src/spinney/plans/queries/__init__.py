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
    entry_to_change,
    faults_of_entry,
    fields_of_entry,
)
from spinney.plans.queries.bank_plan import (
    BankInEditor,
    PlanBank,
    bank_for_plan,
    bank_in_editor,
    bank_in_version,
)
from spinney.plans.queries.batch import (
    BatchFilter,
    InBatch,
    batch_children,
    beside_in_batch,
    copies_for_batch,
    record_printed,
)
from spinney.plans.queries.beside import Beside, beside
from spinney.plans.queries.bulk import batch_view, bulk_preview, plans_matching, recent_batches
from spinney.plans.queries.cards import cards_for_children
from spinney.plans.queries.carried import CarriedInDraft, carried_in_draft, earlier_plan
from spinney.plans.queries.child_copy import FamilyCopy, copy_for_child, family_copy
from spinney.plans.queries.choices import list_choices
from spinney.plans.queries.classroom import (
    asked_of,
    in_class,
    taps_of,
    taps_of_day,
    to_confirm,
)
from spinney.plans.queries.coach import (
    advice_beside,
    advice_refreshed,
    quality_sample,
    quality_summary,
)
from spinney.plans.queries.compare import (
    Comparison,
    LifeStep,
    compare_versions,
    life_of_plan,
)
from spinney.plans.queries.cover import cover_check, cover_days, cover_on_paper, covers
from spinney.plans.queries.cycles import cycles_of_plan, cycles_page
from spinney.plans.queries.draft import draft_for_editor, line_to_remove, others_here, words_of
from spinney.plans.queries.family import (
    FamilyPlan,
    News,
    family_answer,
    family_children,
    family_line,
    family_plan,
)
from spinney.plans.queries.files import files_page, open_file, open_recording
from spinney.plans.queries.form_move import moving_form
from spinney.plans.queries.history import DraftHistory, draft_history
from spinney.plans.queries.invitation import meeting_invitation
from spinney.plans.queries.joins import JoinLinePage, JoinsPage, join_line_page, joins_page
from spinney.plans.queries.lists import (
    PlanFilter,
    PlanList,
    children_without_plan,
    plan_list,
    plan_list_page,
    senco_home,
)
from spinney.plans.queries.on_paper import OnPaper
from spinney.plans.queries.page import PlanPage, plan_page, plans_of_child
from spinney.plans.queries.plan import (
    plan_for_reader,
    plan_id_of_child,
    plan_versions,
    plan_without_recording,
)
from spinney.plans.queries.publishing import moving, publish_preview
from spinney.plans.queries.questions import my_thread, open_questions, question_thread
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
from spinney.plans.queries.review_paste import pasted_results
from spinney.plans.queries.settings import (
    changed_form,
    form_preview,
    plans_to_write,
    school_form_page,
    settings_page,
    writing_due,
)
from spinney.plans.queries.sources import LineSources, sources_of_line
from spinney.plans.queries.tasks import late_tasks, my_tasks, recap
from spinney.plans.queries.translations import (
    released_languages,
    translation_beside,
    translation_form,
    translations_page,
)
from spinney.plans.queries.tree import TreeFilter, provision_places, provision_tree
from spinney.plans.queries.unmet import (
    UnmetPage,
    UnmetSchool,
    unmet_in_school,
    unmet_of_plan,
    unmet_record,
)
from spinney.plans.queries.voices import child_page, space_page, voices_page
from spinney.plans.queries.waits import drafts_wait_for
from spinney.plans.rules.classroom import kept_until, key_of

__all__ = [
    "AnswerForm",
    "AnswersPage",
    "BankInEditor",
    "BankPage",
    "BatchFilter",
    "Beside",
    "CarriedInDraft",
    "Comparison",
    "DraftHistory",
    "EntryPage",
    "FamilyCopy",
    "FamilyPlan",
    "GridFilter",
    "InBatch",
    "JoinLinePage",
    "JoinsPage",
    "LifeStep",
    "LineSources",
    "News",
    "OnPaper",
    "PlanBank",
    "PlanFilter",
    "PlanList",
    "PlanPage",
    "PrintChoices",
    "PrintedCopy",
    "TreeFilter",
    "UnmetPage",
    "UnmetSchool",
    "advice_beside",
    "advice_refreshed",
    "answer_form",
    "answers_on",
    "answers_page",
    "asked_of",
    "bank_entry",
    "bank_file_preview",
    "bank_for_plan",
    "bank_in_editor",
    "bank_in_version",
    "bank_page",
    "bank_to_share",
    "batch_children",
    "batch_view",
    "beside",
    "beside_in_batch",
    "bulk_preview",
    "cards_for_children",
    "carried_in_draft",
    "changed_form",
    "child_page",
    "children_without_plan",
    "compare_versions",
    "copies_for_batch",
    "copy_for_adult",
    "copy_for_child",
    "cover_check",
    "cover_days",
    "cover_on_paper",
    "covers",
    "cycles_of_plan",
    "cycles_page",
    "draft_for_editor",
    "draft_history",
    "drafts_wait_for",
    "earlier_plan",
    "entry_to_change",
    "family_answer",
    "family_children",
    "family_copy",
    "family_line",
    "family_plan",
    "faults_of_entry",
    "fields_of_entry",
    "files_page",
    "form_preview",
    "form_with_code",
    "in_class",
    "join_line_page",
    "joins_page",
    "kept_until",
    "key_of",
    "late_tasks",
    "life_of_plan",
    "line_to_remove",
    "list_choices",
    "meeting_invitation",
    "meeting_page",
    "moving",
    "moving_form",
    "my_answers",
    "my_tasks",
    "my_thread",
    "open_file",
    "open_questions",
    "open_recording",
    "others_here",
    "own_copy",
    "paper_form",
    "pasted_results",
    "plan_for_reader",
    "plan_id_of_child",
    "plan_list",
    "plan_list_page",
    "plan_page",
    "plan_versions",
    "plan_without_recording",
    "plans_matching",
    "plans_of_child",
    "plans_to_write",
    "print_choices",
    "provision_places",
    "provision_tree",
    "publish_preview",
    "quality_sample",
    "quality_summary",
    "question_thread",
    "recap",
    "recent_batches",
    "record_printed",
    "released_languages",
    "require_answer_entry",
    "review_grid",
    "review_page",
    "school_form_page",
    "senco_home",
    "settings_page",
    "sources_of_line",
    "space_page",
    "taps_of",
    "taps_of_day",
    "to_confirm",
    "translation_beside",
    "translation_form",
    "translations_page",
    "unmet_in_school",
    "unmet_of_plan",
    "unmet_record",
    "voices_page",
    "words_of",
    "writing_due",
]
