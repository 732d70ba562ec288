"""What the forms of the border answer: JSON to a script that waits for it, a page to a browser without."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect


def first_error(form: forms.Form) -> str:
    """Return what is wrong, with the field's name where the sentence does not carry it."""
    field, errors = next(iter(form.errors.items()))
    hidden = field == "__all__" or form[field].is_hidden
    return str(errors[0]) if hidden else f"{form[field].label}: {errors[0]}"


def told(request: HttpRequest, sentence: str) -> HttpResponse | None:
    """Return a refusal for a script, None where a browser waits for a page."""
    return JsonResponse({"sentence": sentence}, status=400) if _wants_json(request) else None


def done(request: HttpRequest, address: str, sentence: str) -> HttpResponse:
    """Send on to where the thing that was done is seen."""
    if _wants_json(request):
        return JsonResponse({"url": address})
    messages.success(request, sentence)
    return redirect(address)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
