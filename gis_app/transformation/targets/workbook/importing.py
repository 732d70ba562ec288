"""From the rows of a workbook to what would be stored, shown first and stored once, all of it or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.plans.promises import Target
from gis_app.transformation.models import KeyArea, PlanYear, TargetResult
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.targets.amounts import AmountError, read_amount
from gis_app.transformation.targets.answers import Answer, answer_of, has_base
from gis_app.transformation.targets.entering import Entry, chains_of, confirmed, enter, load_open
from gis_app.transformation.targets.given import Given, problems_of
from gis_app.transformation.targets.problems import Problem, problem
from gis_app.transformation.targets.versions import targets_of
from gis_app.transformation.targets.workbook.reading import CellProblem, Read, Row, as_day, read_workbook
from gis_app.transformation.targets.workbook.template import MET, NOT_MET, NOTHING_AROSE
from gis_app.transformation.targets.writing import outcome
from layers.reading.names import fold_ascii

State = TargetResult.State
_SALT = "transformation.targets.workbook"
#: A preview can be left over lunch.
_LONGEST_PREVIEW = datetime.timedelta(hours=4)
_ASSESSED = {fold_ascii(MET): State.ASSESSED_MET, fold_ascii(NOT_MET): State.ASSESSED_NOT_MET}


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would store something: what is known now, and what would be said."""

    row: int
    area: KeyArea
    entry: Entry
    known: TargetResult | None

    @property
    def before(self) -> str:
        """Write what is known now; empty for nothing."""
        return outcome(self.entry.given.target, self.known) if self.known else ""

    @property
    def after(self) -> str:
        """Write what would be said."""
        given = self.entry.given
        said = TargetResult(state=given.state, numerator=given.numerator, denominator=given.denominator)
        return outcome(given.target, said)


@dataclass
class Staged:
    """What storing a workbook would do.

    Attributes:
        unchanged: rows that say what was said before.
        empty: rows of the workbook that say nothing.
    """

    read: Read
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Say whether a problem keeps the workbook out."""
        return any(found.refuses for found in self.problems)

    @property
    def empty(self) -> int:
        """Return how many rows say nothing."""
        return len(self.read.made.rows) - len(self.read.rows)


def stage(file: IO[bytes], plan_year: PlanYear, account: Account | None) -> Staged:
    """Read and check a workbook; nothing is stored.

    Raises:
        RefusedError: it cannot be taken as a whole (`read_workbook`).
        PermissionDenied: for a role that may not enter figures.
    """
    require(account, Action.ENTER_TARGETS)
    read = read_workbook(file, plan_year)
    staged = Staged(read, problems=list(read.problems))
    mine = restrict(KeyArea.objects.filter(plan_year=plan_year), account)
    areas = {
        area.unit.code: area for area in mine.select_related("unit", "plan_year__plan", "plan_year__version")
    }
    targets = {target.id: target for target in targets_of(plan_year.version)}
    closed: dict[int, str] = {}
    chains: dict[int, dict[str, list[TargetResult]]] = {}
    for row in read.rows:
        area = areas.get(row.unit)
        if area is None:
            _note(staged, row, [Problem("unit", "area_out_of_reach", {"unit": row.unit_name or row.unit})])
            continue
        if area.pk not in closed:
            closed[area.pk] = _closed(area, account)
            chains[area.pk] = chains_of(area)
        if closed[area.pk]:
            _note(staged, row, [Problem("unit", "area_closed", {"why": closed[area.pk]})])
            continue
        if row.target not in targets:
            _note(staged, row, [problem("target", "target_unknown", value=row.target)])
            continue
        _stage_row(staged, row, area, targets[row.target], chains[area.pk].get(row.target, []))
    staged.problems.sort(key=lambda found: found.row)
    return staged


def preview_token(staged: Staged, plan_year: PlanYear, account: Account) -> str:
    """Return the changes, signed, for the page to send back: what was shown is what is stored."""
    kept = [
        [
            change.area.pk,
            change.entry.given.target.id,
            change.entry.given.state.value,
            *(
                None if a is None else str(a)
                for a in (change.entry.given.numerator, change.entry.given.denominator)
            ),
            change.entry.given.as_of.isoformat(),
            change.entry.given.source,
            change.entry.given.document_number,
            change.entry.given.document_date.isoformat() if change.entry.given.document_date else None,
            change.entry.seen,
        ]
        for change in staged.changes
    ]
    return signing.dumps([account.pk, plan_year.pk, kept], salt=_SALT, compress=True)


@transaction.atomic
def commit(token: str, plan_year: PlanYear, account: Account) -> int:
    """Store what a preview showed; return how many results.

    Raises:
        RefusedError: the preview is not this account's or too old, or an area is closed by now.
        EntriesRefusedError: somebody has said something about one of the targets since.
    """
    try:
        owner, year, kept = signing.loads(token, salt=_SALT, max_age=_LONGEST_PREVIEW)
    except signing.BadSignature:
        owner, year, kept = None, None, []
    if owner != account.pk or year != plan_year.pk:
        raise RefusedError(_("Bản xem trước không còn dùng được: hãy tải tệp lên lại."))
    targets = {target.id: target for target in targets_of(plan_year.version)}
    by_area: dict[int, list[Entry]] = {}
    for area_id, *said in kept:
        by_area.setdefault(area_id, []).append(_entry(targets, *said))
    areas = restrict(KeyArea.objects.filter(plan_year=plan_year, pk__in=by_area), account)
    found = {area.pk: area for area in areas.select_related("unit", "plan_year")}
    if len(found) < len(by_area):
        raise RefusedError(_("Có địa bàn không còn trong danh sách: hãy tải tệp lên lại."))
    return sum(len(enter(found[area_id], entries, account)) for area_id, entries in by_area.items())


def _entry(
    targets: Mapping[str, Target],
    target: str,
    state: str,
    numerator: str | None,
    denominator: str | None,
    as_of: str,
    source: str,
    document_number: str,
    document_date: str | None,
    seen: int | None,
) -> Entry:
    given = Given(
        targets[target],
        State(state),
        None if numerator is None else Decimal(numerator),
        None if denominator is None else Decimal(denominator),
        datetime.date.fromisoformat(as_of),
        source,
        document_number,
        datetime.date.fromisoformat(document_date) if document_date else None,
    )
    return Entry(given, seen)


def _closed(area: KeyArea, account: Account | None) -> str:
    try:
        load_open(area, account)
    except RefusedError as refused:
        return str(refused)
    return ""


def _stage_row(
    staged: Staged, row: Row, area: KeyArea, target: Target, chain: Sequence[TargetResult]
) -> None:
    problems: list[Problem] = []
    given = _given(staged.read, row, target, problems)
    if given is None or problems:
        _note(staged, row, problems)
        return
    if any(given.says_the_same(result) for result in chain):
        staged.unchanged += 1
        return
    newest = chain[-1] if chain else None
    problems = problems_of(given, area, confirmed(chain), timezone.localdate())
    if newest is not None and given.as_of < newest.as_of and not problems:
        told = {"newest": write_date(newest.as_of), "day": write_date(given.as_of)}
        problems = [Problem("as_of", "day_before_newest", told)]
    _note(staged, row, problems)
    if not problems:
        staged.changes.append(Change(row.row, area, Entry(given, newest.pk if newest else None), newest))


def _given(read: Read, row: Row, target: Target, problems: list[Problem]) -> Given | None:
    """Return what a row says; None where it cannot be read, with the reasons added to `problems`."""
    cells = row.cells
    problems += [problem(key, "cell_formula") for key, value in cells.items() if str(value).startswith("=")]
    as_of = _day(cells.get("as_of", read.day), "as_of", problems)
    document_date = (
        _day(cells["document_date"], "document_date", problems) if "document_date" in cells else None
    )
    if as_of is None and not any(found.field == "as_of" for found in problems):
        problems.append(problem("as_of", "day_missing"))
    if problems:
        return None
    state, numerator, denominator = _figures(cells, target, problems)
    if problems or as_of is None:
        return None
    return Given(
        target,
        state,
        numerator,
        denominator,
        as_of,
        str(cells.get("source", read.source) or "").strip(),
        str(cells.get("document_number", "")),
        document_date,
    )


def _figures(
    cells: Mapping[str, Any], target: Target, problems: list[Problem]
) -> tuple[TargetResult.State, Decimal | None, Decimal | None]:
    said = cells.get("numerator")
    word = fold_ascii(said) if isinstance(said, str) else ""
    if answer_of(target) is Answer.ASSESSMENT:
        if word not in _ASSESSED:
            problems.append(problem("numerator", "assessment_unknown", value=str(said or "")))
        return _ASSESSED.get(word, State.ASSESSED_NOT_MET), None, None
    if word == fold_ascii(NOTHING_AROSE):
        if has_base(target):
            return State.NOTHING_AROSE, None, _amount(cells, "denominator", problems) or None
        # Of a plain count, nothing having happened is the figure 0.
        return State.MEASURED, Decimal(0), None
    return State.MEASURED, _amount(cells, "numerator", problems), _amount(cells, "denominator", problems)


def _amount(cells: Mapping[str, Any], key: str, problems: list[Problem]) -> Decimal | None:
    try:
        return read_amount(cells.get(key))
    except AmountError as error:
        problems.append(problem(key, error.code, value=str(cells[key])))
        return None


def _day(value: Any, key: str, problems: list[Problem]) -> datetime.date | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    day = as_day(value)
    if day is None:
        problems.append(problem(key, "day_unreadable", value=str(value)))
    return day


def _note(staged: Staged, row: Row, problems: Sequence[Problem]) -> None:
    staged.problems += _placed(staged.read, row, problems)


def _placed(read: Read, row: Row, problems: Sequence[Problem]) -> Iterator[CellProblem]:
    for found in problems:
        key = {"state": "numerator", "assessment": "numerator"}.get(found.field, found.field)
        yield CellProblem(row.row, read.columns.get(key, read.columns["unit"]), found)
