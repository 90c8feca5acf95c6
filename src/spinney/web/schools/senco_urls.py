"""The SENCO's pages: home, search, pupils, plans and their drafts."""

from spinney.web.routes import Audience, page
from spinney.web.schools import (
    answers,
    beside,
    compare,
    editor,
    home,
    lists,
    moves,
    plan,
    pupil,
    search,
)

STAFF = Audience.STAFF
PLAN = "plans/<uuid:plan_id>"
PUPIL = "pupils/<uuid:child_id>"

urlpatterns = [
    page("", home.home, name="home", audience=Audience.PERSON),
    page("search", search.search, name="search", audience=STAFF),
    page(PUPIL, pupil.pupil, name="pupil", audience=STAFF),
    page(f"{PUPIL}/correct", pupil.correct_pupil, name="correct_pupil", audience=STAFF),
    page(f"{PUPIL}/after", beside.child_after, name="child_after", audience=STAFF),
    page(f"{PUPIL}/before", beside.child_before, name="child_before", audience=STAFF),
    page(f"{PUPIL}/plan", pupil.start_plan, name="start_plan", audience=STAFF),
    page("plans", lists.plan_list, name="plans", audience=STAFF),
    page("plans/start", lists.plan_starters, name="plan_starters", audience=STAFF),
    page(PLAN, plan.plan, name="plan", audience=STAFF),
    page(f"{PLAN}/versions/<int:number>", plan.plan_version, name="plan_version", audience=STAFF),
    page(f"{PLAN}/compare", compare.compare, name="compare_plan", audience=STAFF),
    page(f"{PLAN}/life", compare.life, name="plan_life", audience=STAFF),
    page(f"{PLAN}/edit", editor.edit_plan, name="edit_plan", audience=STAFF),
    page(f"{PLAN}/save", editor.save_plan, name="save_plan", audience=STAFF),
    page(
        f"{PLAN}/lines/<uuid:line_id>/remove", editor.remove_line, name="remove_line", audience=STAFF
    ),
    page(
        f"{PLAN}/clashes/<uuid:clash_id>", editor.settle_clash, name="settle_clash", audience=STAFF
    ),
    page(f"{PLAN}/publish", moves.publish_plan, name="publish_plan", audience=STAFF),
    page(f"{PLAN}/hold", moves.hold_plan, name="hold_plan", audience=STAFF),
    page(f"{PLAN}/resume", moves.resume_plan, name="resume_plan", audience=STAFF),
    page(f"{PLAN}/end", moves.end_plan, name="end_plan", audience=STAFF),
    page(f"{PLAN}/reopen", moves.reopen_plan, name="reopen_plan", audience=STAFF),
    page(f"{PLAN}/answers", answers.plan_answers, name="plan_answers", audience=STAFF),
    page(
        f"{PLAN}/answers/<uuid:answer_id>", answers.reply_to_answer, name="reply_to_answer",
        audience=STAFF,
    ),
]  # fmt: skip
