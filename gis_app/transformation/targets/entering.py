"""Entering figures: checked all at once, stored all together or not at all, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import KeyArea, Status, TargetResult
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.targets.given import Given, problems_of
from gis_app.transformation.targets.problems import Problem, problem
from gis_app.transformation.targets.writing import outcome

Review = TargetResult.Review


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said, and the last word on the target that was seen before (its primary key, None for none)."""

    given: Given
    seen: int | None


class EntriesRefusedError(Exception):
    """Nothing was stored; `problems` holds, by target, everything that is wrong."""

    def __init__(self, problems: Mapping[str, Sequence[Problem]]) -> None:
        super().__init__("; ".join(p.sentence() for found in problems.values() for p in found))
        self.problems = problems


@transaction.atomic
def enter(area: KeyArea, entries: Iterable[Entry], account: Account | None) -> list[TargetResult]:
    """Store what was said about targets of an area; what says the same as the last word is passed over.

    Raises:
        RefusedError: the area takes no figures now.
        EntriesRefusedError: something is wrong with an entry, or somebody else has said something since.
        PermissionDenied: for a role that may not enter figures.
    """
    require(account, Action.ENTER_TARGETS)
    lock(area.plan_year)
    area = load_open(area, account)
    said = chains_of(area)
    problems: dict[str, list[Problem]] = {}
    fresh: list[tuple[Given, TargetResult | None]] = []
    for entry in entries:
        chain = said.get(entry.given.target.id, [])
        newest = chain[-1] if chain else None
        if entry.given.says_the_same(newest):
            continue
        found = problems_of(entry.given, area, confirmed(chain), timezone.localdate())
        if entry.seen != (newest.pk if newest else None):
            found.append(changed_meanwhile(entry.given, newest))
        if found:
            problems.setdefault(entry.given.target.id, []).extend(found)
        fresh.append((entry.given, newest))
    if problems:
        raise EntriesRefusedError(problems)
    return [_store(area, given, newest, account) for given, newest in fresh]


def load_open(area: KeyArea, account: Account | None) -> KeyArea:
    """Read the area again under the lock of its year.

    Raises:
        RefusedError: its work has not begun, or its year is closed, or it is out of reach.
    """
    mine = restrict(KeyArea.objects.filter(pk=area.pk), account)
    found = mine.select_related("plan_year__plan", "plan_year__version", "unit").first()
    if found is None:
        raise RefusedError(_("Địa bàn này nằm ngoài địa bàn phụ trách của tài khoản."))
    if found.status == Status.IN_TRANSFORMATION:
        return found
    if found.status in {Status.PROPOSED, Status.SELECTED}:
        raise RefusedError(
            _("%(unit)s chưa bắt đầu chuyển hóa: số liệu được nhập từ ngày bắt đầu.") % {"unit": found.unit}
        )
    last = found.changes.select_related("decision").order_by("-effective_on", "-id").first()
    raise RefusedError(
        _("Năm %(year)s của %(unit)s đã kết thúc (%(status)s từ %(day)s): không nhập hay sửa được nữa.")
        % {
            "year": found.plan_year.year,
            "unit": found.unit,
            "status": found.get_status_display(),
            "day": write_date(last.effective_on) if last else "—",
        }
    )


def chains_of(area: KeyArea) -> dict[str, list[TargetResult]]:
    """Return everything that was said about each target of an area, oldest first."""
    chains: dict[str, list[TargetResult]] = {}
    for result in area.results.select_related("entered_by").order_by("pk"):
        chains.setdefault(result.target, []).append(result)
    return chains


def confirmed(chain: Sequence[TargetResult]) -> TargetResult | None:
    """Return the newest confirmed result of a chain."""
    return next((result for result in reversed(chain) if result.review == Review.CONFIRMED), None)


def changed_meanwhile(given: Given, newest: TargetResult | None) -> Problem:
    """Return the problem that somebody else was quicker."""
    at = timezone.localtime(newest.entered_at) if newest else timezone.localtime()
    return problem(
        "state",
        "changed_meanwhile",
        who=str(newest.entered_by or _("máy chủ")) if newest else _("người khác"),
        time=f"{at:%H:%M %d/%m/%Y}",
        newest=outcome(given.target, newest) if newest else "—",
        newest_pk=newest.pk if newest else None,
    )


def _store(area: KeyArea, given: Given, newest: TargetResult | None, account: Account | None) -> TargetResult:
    return TargetResult.objects.create(
        area=area,
        target=given.target.id,
        as_of=given.as_of,
        state=given.state,
        numerator=given.numerator,
        denominator=given.denominator,
        source=given.source,
        document_number=given.document_number,
        document_date=given.document_date,
        supersedes=newest,
        entered_by=account,
    )
