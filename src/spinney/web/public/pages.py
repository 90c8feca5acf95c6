"""What anyone may read: how personal data is used here, and how usable the pages are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    return render(request, "public/keyboard.html")
