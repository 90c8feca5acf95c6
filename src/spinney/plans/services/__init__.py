"""Everything that changes a plan. Each function is one act: checked, done, recorded and told in one transaction."""

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
from spinney.plans.services.clash import settle_clash
from spinney.plans.services.draft import open_plan, save_field
from spinney.plans.services.lines import add_line, move_line, remove_line, restore_line
from spinney.plans.services.moves import end_plan, hold_plan, reopen_plan, resume_plan
from spinney.plans.services.paper import make_paper_form
from spinney.plans.services.publish import publish_plan

__all__ = [
    "MOST_BANK_BYTES",
    "add_bank_entry",
    "add_from_bank",
    "add_line",
    "answer_plan",
    "change_bank_entry",
    "end_plan",
    "enter_paper_answer",
    "hide_bank_entry",
    "hold_plan",
    "make_paper_form",
    "move_line",
    "open_plan",
    "publish_plan",
    "remove_line",
    "reopen_plan",
    "reply_to",
    "restore_line",
    "resume_plan",
    "save_field",
    "settle_clash",
    "share_bank_entries",
    "show_bank_entry",
    "take_over_bank_file",
    "use_original_entry",
]
