"""Everything that changes a plan. Each function is one act: checked, done, recorded and told in one transaction."""

from spinney.plans.rules.copies import PURPOSES
from spinney.plans.services.answers import answer_plan, enter_paper_answer, reply_to
from spinney.plans.services.bulk import require_steps, take_step, undo_batch
from spinney.plans.services.clash import settle_clash
from spinney.plans.services.classroom import confirm_strategies, use_strategy
from spinney.plans.services.copies import Sheet, copy_list, copy_provision, require_copies
from spinney.plans.services.cover import (
    cover_is_open,
    end_cover,
    look_at_cover_again,
    make_cover,
    open_cover,
)
from spinney.plans.services.draft import open_plan, save_field
from spinney.plans.services.lines import add_line, move_line, remove_line, restore_line
from spinney.plans.services.moves import end_plan, hold_plan, reopen_plan, resume_plan
from spinney.plans.services.paper import make_paper_form
from spinney.plans.services.provision import rebuild_provision
from spinney.plans.services.publish import publish_plan

__all__ = [
    "PURPOSES",
    "Sheet",
    "add_line",
    "answer_plan",
    "confirm_strategies",
    "copy_list",
    "copy_provision",
    "cover_is_open",
    "end_cover",
    "end_plan",
    "enter_paper_answer",
    "hold_plan",
    "look_at_cover_again",
    "make_cover",
    "make_paper_form",
    "move_line",
    "open_cover",
    "open_plan",
    "publish_plan",
    "rebuild_provision",
    "remove_line",
    "reopen_plan",
    "reply_to",
    "require_copies",
    "require_steps",
    "restore_line",
    "resume_plan",
    "save_field",
    "settle_clash",
    "take_step",
    "undo_batch",
    "use_strategy",
]
