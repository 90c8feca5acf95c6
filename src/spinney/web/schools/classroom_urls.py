"""In class: taps, confirmations, cover cards, and a day without a network."""

from spinney.web.print import cover as paper
from spinney.web.routes import Audience, page
from spinney.web.schools import cover, in_class, lesson, offline

STAFF, PUBLIC = Audience.STAFF, Audience.PUBLIC
PLAN = "plans/<uuid:plan_id>/in-class"

urlpatterns = [
    page("today/used", lesson.used, name="strategy_used", audience=STAFF),
    page("today/confirm/<uuid:plan_id>", lesson.confirm, name="confirm_strategies", audience=STAFF),
    page("today/data.json", offline.today_data, name="today_data", audience=STAFF),
    page("today/offline", offline.offline_shell, name="today_offline", audience=PUBLIC),
    page("today-worker.js", offline.worker, name="today_worker", audience=PUBLIC),
    page(PLAN, in_class.in_class, name="in_class", audience=STAFF),
    page(f"{PLAN}.csv", in_class.in_class_csv, name="in_class_csv", audience=STAFF),
    page("cover-cards", cover.cover_lessons, name="cover_lessons", audience=STAFF),
    page(
        "cover-cards/lessons/<uuid:lesson_id>/<str:day>", cover.make_cover, name="make_cover",
        audience=STAFF,
    ),
    page("cover-cards/<uuid:cover_id>/end", cover.end_cover, name="end_cover", audience=STAFF),
    page("cover-cards/<uuid:cover_id>.pdf", paper.cover_pdf, name="cover_pdf", audience=STAFF),
]  # fmt: skip
