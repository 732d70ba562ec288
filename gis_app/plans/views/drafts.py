"""A draft: what it changes, what is wrong with it, publishing it or giving it up."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_app.plans.drafts import saving
from gis_app.plans.drafts.problems import problems_of
from gis_app.plans.drafts.publishing import publish_draft
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.drafts.whole import whole
from gis_app.plans.inheriting import INHERITED, origins
from gis_app.plans.items.addressing import can_hold, items_of
from gis_app.plans.items.changing import changed_words
from gis_app.plans.items.differences import differences, other_owners
from gis_app.plans.items.parts import PARTS
from gis_app.plans.models import Plan, PlanDraft
from gis_app.plans.presenting import show
from gis_app.plans.seeing import may_change
from gis_app.plans.views.plans import find_plan, find_version


class CopyForm(forms.Form):
    """Under which id and title a version is copied for another document."""

    plan_id = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        label=gettext_lazy("Mã kế hoạch mới"),
        help_text=gettext_lazy("chữ thường không dấu, số và gạch nối, ví dụ dongnai-12-2026"),
        error_messages={"invalid": gettext_lazy("Chỉ dùng chữ thường không dấu, số và gạch nối.")},
    )
    title = forms.CharField(
        max_length=300, label=gettext_lazy("Tên kế hoạch"), widget=forms.Textarea(attrs={"rows": 2})
    )


@require_POST
def start(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Open the plan's draft, or begin one with the newest version."""
    draft = saving.start(find_plan(request, plan_id).current, request.user)
    return redirect("plan_draft", draft_id=draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, plan_id: str, number: int) -> HttpResponse:
    """Copy a version for another document."""
    version = find_version(find_plan(request, plan_id), number)
    if not may_change(request.user, version.record["territory"]):
        raise Http404
    form = CopyForm(request.POST or None, initial={"title": version.record["title"]})
    if request.method == "POST" and form.is_valid():
        try:
            draft = saving.copy_as(version, **form.cleaned_data, account=request.user)
        except DraftRefused as refused:
            form.add_error("plan_id", str(refused))
        else:
            return redirect("plan_draft", draft_id=draft.pk)
    context = {"plan": version.plan, "version": version, "form": form}
    return render(request, "plans/copy.html", context, status=422 if form.errors else 200)


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show a draft: its items to edit, its differences from the version before, its problems."""
    return draft_page(request, find_draft(request, draft_id))


@require_POST
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Publish the revision that was looked at."""
    found = find_draft(request, draft_id)
    seen = request.POST.get("revision", "")
    try:
        version = publish_draft(found, int(seen) if seen.isdecimal() else 0, request.user)
    except DraftRefused as refused:
        return draft_page(request, find_draft(request, draft_id), str(refused), status=409)
    messages.success(
        request,
        _("Đã ban hành phiên bản %(number)s. Các năm đã bắt đầu vẫn theo phiên bản cũ.")
        % {"number": version.number},
    )
    return redirect("plan", plan_id=version.plan_id)


@require_POST
def give_up(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Close a draft without publishing it."""
    found = find_draft(request, draft_id)
    try:
        saving.give_up(found, request.user)
    except DraftRefused as refused:
        return draft_page(request, found, str(refused), status=409)
    messages.success(request, _("Đã bỏ dự thảo; các lần sửa vẫn còn trong nhật ký."))
    return redirect("plans")


@require_POST
def move(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Compare a draft with the newest version from now on."""
    found = find_draft(request, draft_id)
    try:
        saving.move_to_newest(found, request.user)
    except DraftRefused as refused:
        return draft_page(request, found, str(refused), status=409)
    return redirect("plan_draft", draft_id=found.pk)


@require_POST
def own_rules(request: HttpRequest, draft_id: int, inherited: str) -> HttpResponse:
    """Copy a part that another plan rules into the draft."""
    found = find_draft(request, draft_id)
    if inherited not in INHERITED:
        raise Http404
    try:
        saving.own_rules(found, inherited, request.user)
    except DraftRefused as refused:
        return draft_page(request, found, str(refused), status=409)
    return redirect("plan_draft", draft_id=found.pk)


@require_POST
def put_back(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """Put back an item that was taken out in the draft."""
    found = find_draft(request, draft_id)
    try:
        saving.put_back(found, number, request.user)
    except DraftRefused as refused:
        return draft_page(request, find_draft(request, draft_id), str(refused), status=409)
    return redirect("plan_draft", draft_id=found.pk)


def find_draft(request: HttpRequest, draft_id: int) -> PlanDraft:
    """Return a draft that the account may change; for anybody else it does not exist.

    One that is published or given up leads nowhere any more: its version, or its history, is what is left.
    """
    drafts = PlanDraft.objects.in_the_making().select_related("base__plan", "plan", "changed_by")
    found = drafts.filter(pk=draft_id).first()
    if found is None or not may_change(request.user, found.base.record["territory"]):
        raise Http404(_("Dự thảo này đã được ban hành, đã bỏ, hoặc ngoài địa bàn phụ trách."))
    return found


def draft_page(request: HttpRequest, found: PlanDraft, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show a draft, with the sentence that refused an act on it."""
    problems = problems_of(found)
    try:
        record = whole(found)
    except KeyError:
        record = found.content  # the problem says which part is missing
    newest = found.plan.current if found.plan else found.base
    carried = len(found.base.record.get("removed", []))
    context = {
        "draft": found,
        "base": found.base,
        "newest": newest,
        "refusal": refusal,
        "problems": problems,
        "differences": [] if found.is_copy else differences(found.base.record, record),
        "owners": [] if found.is_copy else other_owners(found.base.record, record),
        "parts": _parts(found, {(problem.part.key, problem.index) for problem in problems}),
        "removed": [
            (number, entry, changed_words(entry["changed_by"]))
            for number, entry in enumerate(found.content.get("removed", []))
            if number >= carried
        ],
        "old_words": _old_words(found),
    }
    return render(request, "plans/draft.html", context, status=status)


def _parts(found: PlanDraft, wrong: set[tuple[str, int | None]]) -> list[dict[str, object]]:
    """Return every part with its items, whether one can be added, and which plan rules it instead."""
    ruled = origins(found.content)
    labels = {plan.pk: str(plan) for plan in Plan.objects.filter(pk__in=ruled.values())}
    parts = []
    for part in PARTS:
        origin = ruled.get(part.inherited, "")
        items = [] if origin else items_of(found.content, part)
        addable = (
            not origin and can_hold(found.content, part) and (part.many or (part.may_lack and not items))
        )
        if items or addable or origin:
            parts.append(
                {
                    "part": part,
                    "origin": labels.get(origin, origin),
                    "rows": [(show(item), (part.key, item.index) in wrong) for item in items],
                    "addable": addable,
                    "first_of_origin": part.way == (part.inherited,),
                }
            )
    return parts


def _old_words(found: PlanDraft) -> int:
    """Return how many items of a copy still quote the document that they were copied from."""
    if not found.is_copy:
        return 0
    old = {item.value.get("quote") for part in PARTS for item in items_of(found.base.record, part)} - {None}
    return sum(item.value.get("quote") in old for part in PARTS for item in items_of(found.content, part))
