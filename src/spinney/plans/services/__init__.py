"""Everything that changes a plan. Each function is one act: checked, done, recorded and told in one transaction."""

from spinney.plans.services.answers import answer_plan, enter_paper_answer, reply_to
from spinney.plans.services.clash import settle_clash
from spinney.plans.services.draft import open_plan, save_field
from spinney.plans.services.form_move import move_to_form, take_back_move
from spinney.plans.services.lines import add_line, move_line, remove_line, restore_line
from spinney.plans.services.moves import end_plan, hold_plan, reopen_plan, resume_plan
from spinney.plans.services.paper import make_paper_form
from spinney.plans.services.publish import publish_plan
from spinney.plans.services.settings import change_settings, save_school_form

__all__ = [
    "add_line",
    "answer_plan",
    "change_settings",
    "end_plan",
    "enter_paper_answer",
    "hold_plan",
    "make_paper_form",
    "move_line",
    "move_to_form",
    "open_plan",
    "publish_plan",
    "remove_line",
    "reopen_plan",
    "reply_to",
    "restore_line",
    "resume_plan",
    "save_field",
    "save_school_form",
    "settle_clash",
    "take_back_move",
]
