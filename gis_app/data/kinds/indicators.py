"""Figures per commune: a table with one figure a row, or the workbook that the program gave out."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy

from gis_app.access.restricting import scope_of
from gis_app.data.kinds import base
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import IndicatorDetails, NoDetails
from layers.importing import indicators
from layers.importing.indicator_workbook import stage_workbook
from layers.importing.jurisdiction import indicators_within
from layers.importing.progress import Stage, Tell
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, ImportBatch
from layers.reading.columns import FieldSet
from layers.saying import said as _


def _fields(_job: ImportJob, _is_table: bool) -> FieldSet:
    return indicators.FIELDS


def _check_table(job: ImportJob, tell: Tell) -> Checked:
    tell(Stage.CHECKING, 0)
    options = indicators.IndicatorOptions(
        communes_on=base.day(job.details, "communes_on"), file=file_choices(job)
    )
    staged = indicators_within(indicators.stage(job.path, options), scope_of(job.account))
    return base.checked(staged, staged.values)


def _check_workbook(job: ImportJob, tell: Tell) -> Checked:
    tell(Stage.CHECKING, 0)
    staged = stage_workbook(job.path)
    if staged.values is None:
        return base.checked(staged, None)
    _refuse_foreign(job, set(staged.values["unit"]))
    return replace(base.checked(staged, None), rows_sound=len(staged.values))


def _refuse_foreign(job: ImportJob, units: set[int]) -> None:
    """Stop where a workbook has figures of communes that the account does not look after."""
    scope = scope_of(job.account)
    if scope.everything or units <= scope.unit_ids:
        return
    names = AdminUnit.objects.filter(pk__in=units - scope.unit_ids).values_list("full_name", flat=True)[:5]
    raise ImportRefused(
        _(
            "Bảng tính có số liệu của xã, phường ngoài địa bàn phụ trách của bạn (%(names)s); "
            "hãy xóa các số đó."
        )
        % {"names": ", ".join(names)}
    )


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = indicators.commit(checked.staged, job.account)
    return done.record, done.already


TABLE = Kind(IndicatorDetails, _check_table, _commit, fields=_fields, has_place=False)
WORKBOOK = Kind(
    NoDetails,
    _check_workbook,
    _commit,
    has_place=False,
    gives_rows_back=False,
    rows_called=gettext_lazy("số liệu"),
)
