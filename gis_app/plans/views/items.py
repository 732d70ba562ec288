"""One item of a draft: its form, adding, taking out, making it what it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gis_app.plans.drafts import saving
from gis_app.plans.drafts.bases import BASIS
from gis_app.plans.drafts.inputs import basis_inputs, inputs
from gis_app.plans.drafts.problems import problems_of
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.items.addressing import Item, find, items_of
from gis_app.plans.items.changing import changed_words
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.items.shape import Part
from gis_app.plans.models import PlanDraft
from gis_app.plans.views.drafts import draft_page, find_draft


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, draft_id: int, part_key: str, index: int | None = None) -> HttpResponse:
    """Show the form of an item and save it; what is wrong is said at the fields, and saved all the same."""
    draft, part = find_draft(request, draft_id), _part(part_key)
    if request.method == "POST":
        try:
            draft = saving.save_item(
                draft, part, index, request.POST, request.POST.get("seen", ""), request.user
            )
        except DraftRefused as refused:
            draft = find_draft(request, draft_id)
            return _form(request, draft, _item(draft, part, index), refusal=str(refused))
        wrong = [problem for problem in problems_of(draft) if (problem.part, problem.index) == (part, index)]
        if not wrong:
            messages.success(request, _("Đã lưu vào dự thảo."))
            return redirect(f"{_address(draft)}#{part.key}")
        return _form(request, draft, _item(draft, part, index), saved=True)
    return _form(request, draft, _item(draft, part, index))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, draft_id: int, part_key: str) -> HttpResponse:
    """Show an empty form and add what it holds."""
    draft, part = find_draft(request, draft_id), _part(part_key)
    if request.method == "POST":
        try:
            draft = saving.add_item(draft, part, request.POST, request.user)
        except DraftRefused as refused:
            return _form(request, draft, Item(part, None, dict(part.template or {})), refusal=str(refused))
        added = items_of(draft.content, part)[-1]
        if any((problem.part, problem.index) == (part, added.index) for problem in problems_of(draft)):
            return redirect(_item_address(draft, added))
        messages.success(request, _("Đã thêm vào dự thảo."))
        return redirect(f"{_address(draft)}#{part.key}")
    return _form(request, draft, Item(part, None, dict(part.template or {})))


@require_POST
def remove(request: HttpRequest, draft_id: int, part_key: str, index: int | None = None) -> HttpResponse:
    """Take an item out, with the document or the reason that it rests on."""
    draft, part = find_draft(request, draft_id), _part(part_key)
    try:
        saving.remove_item(draft, part, index, request.POST, request.POST.get("seen", ""), request.user)
    except DraftRefused as refused:
        return draft_page(request, find_draft(request, draft_id), str(refused), status=409)
    messages.success(request, _("Đã bỏ khỏi dự thảo; có thể khôi phục ở cuối trang."))
    return redirect(_address(draft))


@require_POST
def restore(request: HttpRequest, draft_id: int, part_key: str, index: int | None = None) -> HttpResponse:
    """Make an item what it is in the version before."""
    draft, part = find_draft(request, draft_id), _part(part_key)
    try:
        saving.restore_item(draft, part, index, request.POST.get("seen", ""), request.user)
    except DraftRefused as refused:
        return draft_page(request, find_draft(request, draft_id), str(refused), status=409)
    messages.success(request, _("Mục này lại như trong phiên bản trước."))
    return redirect(f"{_address(draft)}#{part.key}")


def _form(
    request: HttpRequest, draft: PlanDraft, shown: Item, refusal: str = "", *, saved: bool = False
) -> HttpResponse:
    """Show the form of an item; after a refusal with what was typed, beside what is stored by now."""
    part = shown.part
    new = find(draft.content, part, shown.index) is None or (part.many and shown.index is None)
    problems = (
        []
        if new
        else [
            problem for problem in problems_of(draft) if (problem.part, problem.index) == (part, shown.index)
        ]
    )
    typed = request.POST if refusal else None
    original = None if new or draft.is_copy else saving.original_of(draft, shown)
    context = {
        "draft": draft,
        "item": shown,
        "new": new,
        "inputs": inputs(part, shown.value, problems, typed),
        "basis": basis_inputs(shown.value, problems, typed),
        "with_basis": not draft.is_copy,
        "whole_item": [problem.sentence for problem in problems if problem.field is None],
        "refusal": refusal,
        "saved": saved,
        "seen": saving.NEW if new else shown.fingerprint,
        "original": original,
        "changed": original is not None and original.content != shown.content,
        "earlier": changed_words(original.changed_by) if original else "",
        "removable": not new and (part.many or part.may_lack),
        "basis_fields": BASIS,
        "changed_by": draft.changed_by,
    }
    return render(request, "plans/item.html", context, status=409 if refusal else 422 if saved else 200)


def _part(key: str) -> Part:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _item(draft: PlanDraft, part: Part, index: int | None) -> Item:
    found = find(draft.content, part, index)
    if found is None:
        raise Http404(_("Mục này không còn trong dự thảo."))
    return found


def _address(draft: PlanDraft) -> str:
    return reverse("plan_draft", args=[draft.pk])


def _item_address(draft: PlanDraft, added: Item) -> str:
    place = [] if added.index is None else [added.index]
    return reverse("plan_item", args=[draft.pk, added.part.key, *place])
