"""Makes a set that fits together out of one that does not; the original stays, and every change is recorded.

What is done to shapes is in `layers.reading.fitting`. The result is a new set, staged like a file: a person
looks at the report and puts it into force, or refuses it.
"""

from __future__ import annotations

import copy
import math
from collections import Counter

import numpy as np
import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from layers.boundary_sets.storing import store_units
from layers.importing.batches import wait_for_other_imports
from layers.importing.progress import Stage, Tell, silent
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, BoundaryRepair, BoundarySet, RepairedUnit
from layers.reading.coverage import CoverageReport, coverage_report
from layers.reading.fitting import Fitted, fit_together
from layers.saying import said as _
from layers.wording import in_vietnamese, plain

#: A gap wider than this is ground, not an inaccuracy: a repair must not hand it to anybody.
MOST_TOLERANCE_M = 500.0
#: The rest of 200 characters is for what a repair adds to the name.
_LONGEST_ORIGINAL = 150


def repair(
    boundary_set: BoundarySet,
    tolerance_m: float,
    account: AbstractBaseUser | None = None,
    tell: Tell = silent,
) -> BoundaryRepair:
    """Store a repaired copy of a set, staged; return what was changed.

    Args:
        boundary_set: staged, in force or retired; it is not touched.
        tolerance_m: gaps up to this width are closed, see `fit_together`.
        account: who; None for the command line on the server.
        tell: is told how far it is.

    Raises:
        ImportRefused: for a tolerance out of range, a set that fits already or was repaired alike already, or
            when a unit would lose all its ground.
    """
    if not (math.isfinite(tolerance_m) and 0 < tolerance_m <= MOST_TOLERANCE_M):
        raise ImportRefused(
            _("Dung sai phải lớn hơn 0 và không quá %(most)s m; hãy sửa lại.")
            % {"most": f"{MOST_TOLERANCE_M:.0f}"}
        )
    tell(Stage.CHECKING, 0)
    units = list(boundary_set.units.order_by("pk"))
    shapes = shapely.from_wkb([bytes(unit.geometry.wkb) for unit in units])
    codes = [unit.code for unit in units]
    before = coverage_report(shapes, codes)
    if before.is_clean:
        raise ImportRefused(
            _("Bộ ranh giới “%(name)s” đã khớp kín; không có gì để sửa.") % {"name": boundary_set.told}
        )
    fitted = fit_together(shapes, tolerance_m)
    _refuse_lost_units(units, fitted)
    after = coverage_report(fitted.shapes, codes)
    tell(Stage.STORING, 0)
    with transaction.atomic():
        wait_for_other_imports()
        made = _store_copy(boundary_set, tolerance_m, after)
        new_units = store_units(made, [_draft(unit) for unit in units], fitted.shapes, after)
        record = BoundaryRepair.objects.create(
            boundary_set=made,
            original=boundary_set,
            original_name=boundary_set.name,
            tolerance_m=tolerance_m,
            defects_before=len(before.overlaps) + len(before.gaps),
            defects_after=len(after.overlaps) + len(after.gaps),
            made_by=account,
        )
        _store_changes(record, new_units, fitted, before, after)
    return record


def _refuse_lost_units(units: list[AdminUnit], fitted: Fitted) -> None:
    lost = [units[i].full_name for i in np.flatnonzero(fitted.vanished)]
    if lost:
        raise ImportRefused(
            _("Sửa như vậy thì %(names)s không còn diện tích; hãy giảm dung sai hoặc sửa tệp gốc.")
            % {"names": ", ".join(lost[:5])}
        )


def _store_copy(original: BoundarySet, tolerance_m: float, report: CoverageReport) -> BoundarySet:
    said = original.name_figures if len(original.name) <= _LONGEST_ORIGINAL else None
    said = said or original.name[:_LONGEST_ORIGINAL]
    figures = plain({"say": "set_repaired", "original": said, "tolerance": tolerance_m})
    name = in_vietnamese(figures)
    if BoundarySet.objects.filter(name=name).exists():
        raise ImportRefused(_("Đã có bộ “%(name)s”; hãy xem bộ đó.") % {"name": figures})
    made = copy.copy(original)
    made.pk = None
    made._state = copy.copy(original._state)
    made._state.adding = True
    made.name, made.name_figures = name, figures
    made.status, made.activated_at = BoundarySet.Status.STAGED, None
    made.coverage_report = report.as_dict()
    made.save()
    return made


def _draft(unit: AdminUnit) -> AdminUnit:
    """Return a unit that says the same as another one, without its ground."""
    told = (
        *("code", "name", "full_name", "level", "kind", "parent_id", "province_code"),
        *("published_area_km2", "population"),
    )
    return AdminUnit(**{field: getattr(unit, field) for field in told})


def _store_changes(
    record: BoundaryRepair,
    units: list[AdminUnit],
    fitted: Fitted,
    before: CoverageReport,
    after: CoverageReport,
) -> None:
    fixed = _overlaps_per_unit(before)
    fixed.subtract(_overlaps_per_unit(after))
    RepairedUnit.objects.bulk_create(
        (
            RepairedUnit(
                repair=record,
                unit=units[i],
                area_before_m2=float(fitted.area_before_m2[i]),
                area_after_m2=float(fitted.area_after_m2[i]),
                moved_m=float(fitted.moved_m[i]),
                overlaps_fixed=max(fixed[units[i].code], 0),
            )
            for i in np.flatnonzero(fitted.changed)
        ),
        batch_size=2000,
    )


def _overlaps_per_unit(report: CoverageReport) -> Counter[str]:
    return Counter(code for overlap in report.overlaps for code in (overlap.first, overlap.second))
