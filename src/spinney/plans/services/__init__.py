"""Everything that changes a plan. Each function is one act: checked, done, recorded and told in one transaction."""

from spinney.plans.rules.copies import PURPOSES
from spinney.plans.services.answers import answer_plan, enter_paper_answer, reply_to
from spinney.plans.services.bank import (
    add_bank_entry,
    change_bank_entry,
    hide_bank_entry,
    show_bank_entry,
    use_original_entry,
)
from spinney.plans.services.bank_insert import add_from_bank
from spinney.plans.services.bank_share import (
    MOST_BANK_BYTES,
    share_bank_entries,
    take_over_bank_file,
)
from spinney.plans.services.belongs import join_line, join_usual
from spinney.plans.services.bulk import require_steps, take_step, undo_batch
from spinney.plans.services.carried import still_right
from spinney.plans.services.clash import settle_clash
from spinney.plans.services.classroom import confirm_strategies, use_strategy
from spinney.plans.services.coach import set_aside, take_up_again
from spinney.plans.services.copied import open_plan_from
from spinney.plans.services.copies import Sheet, copy_list, copy_provision, require_copies
from spinney.plans.services.cover import (
    cover_is_open,
    end_cover,
    look_at_cover_again,
    make_cover,
    open_cover,
)
from spinney.plans.services.draft import open_plan, save_field
from spinney.plans.services.ehcp import add_ehcp_items, end_ehcp_item
from spinney.plans.services.files import attach, take_away
from spinney.plans.services.form_move import move_to_form, take_back_move
from spinney.plans.services.here import be_here
from spinney.plans.services.lines import add_line, move_line, remove_line, restore_line
from spinney.plans.services.marks import mark_section
from spinney.plans.services.moves import end_plan, hold_plan, reopen_plan, resume_plan
from spinney.plans.services.paper import make_paper_form
from spinney.plans.services.provision import rebuild_provision
from spinney.plans.services.publish import publish_plan
from spinney.plans.services.quality import count_uncounted
from spinney.plans.services.questions import (
    add_to_question,
    close_question,
    note_on_question,
)
from spinney.plans.services.review import record_review, save_results
from spinney.plans.services.review_grid import record_grid, save_grid
from spinney.plans.services.review_meeting import (
    NewPerson,
    add_person,
    add_task,
    finish_task,
    read_back,
    remove_person,
    remove_task,
    set_meeting,
    set_people,
)
from spinney.plans.services.settings import change_settings, save_school_form
from spinney.plans.services.sources import add_source, remove_source
from spinney.plans.services.stored import file_faults, sweep_files
from spinney.plans.services.translations import (
    Opened,
    release_translation,
    save_translation,
)
from spinney.plans.services.undo import undo
from spinney.plans.services.unmet import add_unmet_step, close_unmet, record_unmet
from spinney.plans.services.voices import (
    keep_child_voice,
    keep_parent_voice,
    take_back_voice,
)
from spinney.plans.services.voices_paper import enter_parent_voice

__all__ = [
    "MOST_BANK_BYTES",
    "PURPOSES",
    "NewPerson",
    "Opened",
    "Sheet",
    "add_bank_entry",
    "add_ehcp_items",
    "add_from_bank",
    "add_line",
    "add_person",
    "add_source",
    "add_task",
    "add_to_question",
    "add_unmet_step",
    "answer_plan",
    "attach",
    "be_here",
    "change_bank_entry",
    "change_settings",
    "close_question",
    "close_unmet",
    "confirm_strategies",
    "copy_list",
    "copy_provision",
    "count_uncounted",
    "cover_is_open",
    "end_cover",
    "end_ehcp_item",
    "end_plan",
    "enter_paper_answer",
    "enter_parent_voice",
    "file_faults",
    "finish_task",
    "hide_bank_entry",
    "hold_plan",
    "join_line",
    "join_usual",
    "keep_child_voice",
    "keep_parent_voice",
    "look_at_cover_again",
    "make_cover",
    "make_paper_form",
    "mark_section",
    "move_line",
    "move_to_form",
    "note_on_question",
    "open_cover",
    "open_plan",
    "open_plan_from",
    "publish_plan",
    "read_back",
    "rebuild_provision",
    "record_grid",
    "record_review",
    "record_unmet",
    "release_translation",
    "remove_line",
    "remove_person",
    "remove_source",
    "remove_task",
    "reopen_plan",
    "reply_to",
    "require_copies",
    "require_steps",
    "restore_line",
    "resume_plan",
    "save_field",
    "save_grid",
    "save_results",
    "save_school_form",
    "save_translation",
    "set_aside",
    "set_meeting",
    "set_people",
    "settle_clash",
    "share_bank_entries",
    "show_bank_entry",
    "still_right",
    "sweep_files",
    "take_away",
    "take_back_move",
    "take_back_voice",
    "take_over_bank_file",
    "take_step",
    "take_up_again",
    "undo",
    "undo_batch",
    "use_original_entry",
    "use_strategy",
]
