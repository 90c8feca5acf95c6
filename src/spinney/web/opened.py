"""The one door to a file and the one door to a child's recording. Its address alone opens nothing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from spinney.plans import queries as plans
from spinney.web.routes import Audience, actor_of, now_of, page
from spinney.web.served import served


@require_safe
def open_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    found = plans.open_file(actor_of(request), file_id=file_id, now=now_of(request))
    return served(request, found)


@require_safe
def open_recording(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    found = plans.open_recording(actor_of(request), recording_id=recording_id, now=now_of(request))
    return served(request, found)


urlpatterns = [
    page("files/<uuid:file_id>", open_file, name="open_file", audience=Audience.PERSON),
    page(
        "recordings/<uuid:recording_id>", open_recording, name="open_recording",
        audience=Audience.PERSON,
    ),
]  # fmt: skip
