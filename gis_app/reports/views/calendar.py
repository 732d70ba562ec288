"""The calendar of a year, and the page of one report in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.roles import Action, may
from gis_app.plans.models import PlanVersion
from gis_app.reports import delivering
from gis_app.reports.delivered import Standing, standings_of
from gis_app.reports.forms import DateForm, DeliveryForm, PartiesForm, WithdrawalForm
from gis_app.reports.models import ReportDelivery
from gis_app.reports.presenting import row
from gis_app.reports.schedule import report_years
from gis_app.reports.seeing import sees_whole
from gis_app.reports.tasks import tasks_of
from gis_app.reports.views.finding import FIRST_YEAR, LAST_YEAR, find_standing
from gis_app.transformation.plans_seen import plan_versions
from gis_app.transformation.refusing import RefusedError


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show what every plan of the jurisdiction owes in a year (`?year=`, else this one)."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else today.year
    wanted = report_years(plan_versions(request.user), [year])
    found = standings_of(wanted)
    plans = [
        {
            "version": one.version,
            "owed": one.is_owed,
            "rows": [row(standing, today) for standing in found[one.version.plan_id, year]],
            "tasks": tasks_of(one.version, year, today),
        }
        for one in wanted
    ]
    context = {
        "plans": sorted(plans, key=lambda plan: not plan["owed"]),
        "year": year,
        "years": range(today.year + 1, today.year - 6, -1),
        "bad_year": bool(asked) and str(year) != asked,
        "asked": asked[:20],
        "may_report": may(request.user, Action.REPORT),
    }
    return render(request, "reports/reports.html", context)


@require_safe
def report(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> HttpResponse:
    """Show one report: the plan's words, who owes it, what came."""
    return _render(request, find_standing(request, plan_id, year, rule, position))


@require_POST
def deliver(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> HttpResponse:
    """Record that it was sent."""
    standing = find_standing(request, plan_id, year, rule, position)
    form = DeliveryForm(request.POST, standing=standing)
    return _act(
        request,
        standing,
        "delivery_form",
        form,
        lambda given: delivering.record_delivery(standing.occurrence, account=request.user, **given),
        _("Đã ghi nhận báo cáo."),
    )


@require_POST
def withdraw(
    request: HttpRequest, plan_id: str, year: int, rule: str, position: int, delivery_id: int
) -> HttpResponse:
    """Take a recorded delivery back."""
    standing = find_standing(request, plan_id, year, rule, position)
    delivery = get_object_or_404(
        ReportDelivery, pk=delivery_id, plan_id=plan_id, year=year, rule=rule, position=position
    )
    return _act(
        request,
        standing,
        "withdrawal_form",
        WithdrawalForm(request.POST),
        lambda given: delivering.withdraw_delivery(
            delivery, standing.occurrence, account=request.user, **given
        ),
        _("Đã bỏ văn bản ghi nhầm."),
    )


@require_POST
def set_date(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> HttpResponse:
    """Set the office's own day."""
    standing = find_standing(request, plan_id, year, rule, position)

    def write(given: dict[str, Any]) -> None:
        month, day = given["day"] or (None, None)
        delivering.set_date(
            standing.occurrence,
            month,
            day,
            given["source"],
            request.user,
            following_year=given["following_year"],
        )

    return _act(request, standing, "date_form", DateForm(request.POST), write, _("Đã lưu hạn của cơ quan."))


@require_POST
def set_parties(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> HttpResponse:
    """Replace the list of who owes it."""
    standing = find_standing(request, plan_id, year, rule, position)
    return _act(
        request,
        standing,
        "parties_form",
        PartiesForm(request.POST),
        lambda given: delivering.list_parties(standing.occurrence.obligation, given["names"], request.user),
        _("Đã lưu danh sách đơn vị phải gửi."),
    )


def _act(
    request: HttpRequest,
    standing: Standing,
    name: str,
    form: Any,
    write: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Do what a form asks for, or show the page with the form's errors."""
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            one = standing.occurrence
            return redirect(
                "report", one.obligation.version.plan_id, one.year, one.obligation.key, one.position
            )
    return _render(request, standing, status=422, **{name: form})


def _render(request: HttpRequest, standing: Standing, *, status: int = 200, **forms: Any) -> HttpResponse:
    one = standing.occurrence
    version: PlanVersion = one.obligation.version
    writes = may(request.user, Action.REPORT) and sees_whole(version, request.user)
    own = one.office_date
    context = {
        "standing": standing,
        "one": one,
        "row": row(standing, timezone.localdate()),
        "version": version,
        "owed": report_years([version], [one.year])[0].is_owed,
        "writes": writes,
        "may_report": may(request.user, Action.REPORT),
        "withdrawn": ReportDelivery.objects.filter(
            plan_id=version.plan_id, rule=one.obligation.key, year=one.year, position=one.position
        ).exclude(withdrawn_reason=""),
    }
    if writes:
        context |= {
            "delivery_form": DeliveryForm(standing=standing),
            "date_form": DateForm(
                initial={
                    "day": f"{own.day:02d}/{own.month:02d}" if own and own.day else "",
                    "following_year": bool(own and own.following_year),
                    "source": own.source if own else "",
                }
            ),
            "parties_form": PartiesForm(initial={"names": "\n".join(standing.parties)}),
            "withdrawal_form": WithdrawalForm(),
        }
    return render(request, "reports/report.html", context | forms, status=status)
