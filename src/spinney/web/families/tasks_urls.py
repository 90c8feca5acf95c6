"""A family's own tasks."""

from spinney.web.families import tasks
from spinney.web.routes import Audience, page

urlpatterns = [
    page("my/tasks", tasks.tasks, name="family_tasks", audience=Audience.FAMILY),
    page(
        "my/tasks/<uuid:task_id>", tasks.finish, name="family_finish_task", audience=Audience.FAMILY
    ),
]
