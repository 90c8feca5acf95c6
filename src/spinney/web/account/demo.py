"""The demo's sign-in: one click, no password. `demo_urls` is included in demo mode only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from spinney.access.personas import kept_personas
from spinney.access.sessions import SignIn
from spinney.kernel.errors import NotFound


def sign_in(request: HttpRequest) -> HttpResponse:
    personas = kept_personas(settings.VAR)
    if request.method != "POST":
        return render(request, "account/demo.html", {"personas": personas})
    wanted = request.POST.get("persona", "")
    persona = next((each for each in personas if each.key == wanted), None)
    user = SignIn().get_user(persona.user_id) if persona else None
    if user is None:
        raise NotFound("There is no such persona.")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("account_start")
