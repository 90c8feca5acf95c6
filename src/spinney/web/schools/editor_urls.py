"""What the draft's editor asks for beside its own page."""

from spinney.web.routes import Audience, page
from spinney.web.schools import editor_live, files, sources

PLAN = "plans/<uuid:plan_id>"

urlpatterns = [
    page(f"{PLAN}/here", editor_live.be_here, name="be_here", audience=Audience.STAFF),
    page(f"{PLAN}/undo", editor_live.undo, name="undo_change", audience=Audience.STAFF),
    page(f"{PLAN}/history", editor_live.history, name="draft_history", audience=Audience.STAFF),
    page(
        f"{PLAN}/lines/<uuid:line_id>/sources", sources.line_sources, name="line_sources",
        audience=Audience.STAFF,
    ),
    page(f"{PLAN}/files", files.plan_files, name="plan_files", audience=Audience.STAFF),
]  # fmt: skip
