"""Reviews: the grid for many, the page for one, the meeting, and the tasks that come out of it."""

from spinney.web.routes import Audience, page
from spinney.web.schools import meeting, review, review_grid, review_paste, tasks

STAFF = Audience.STAFF
PLAN = "plans/<uuid:plan_id>"
PERSON = f"{PLAN}/recap/<uuid:person_id>"

urlpatterns = [
    page("reviews", review_grid.grid, name="reviews", audience=STAFF),
    page("reviews/paste", review_paste.paste, name="paste_reviews", audience=STAFF),
    page(f"{PLAN}/review", review.review, name="review", audience=STAFF),
    page(f"{PLAN}/meeting", meeting.meeting, name="meeting", audience=STAFF),
    page(f"{PLAN}/read-back", meeting.read_back, name="read_back", audience=STAFF),
    page(f"{PLAN}/invitation.ics", meeting.invitation, name="invitation", audience=STAFF),
    page(f"{PLAN}/cycles", review.cycles, name="cycles", audience=STAFF),
    page(PERSON, tasks.recap, name="recap", audience=STAFF),
    page(f"{PERSON}.txt", tasks.recap_text, name="recap_text", audience=STAFF),
    page("tasks", tasks.my_tasks, name="my_tasks", audience=STAFF),
    page("tasks/<uuid:task_id>", tasks.finish, name="finish_task", audience=STAFF),
]
