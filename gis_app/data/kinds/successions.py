"""A decree table: which old unit went to which new one. Beside it stands what the boundaries say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gis_app.access.restricting import scope_of
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import SuccessionDetails
from layers.importing.findings import refused_rows
from layers.importing.progress import Stage, Tell
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, BoundarySet, ImportBatch
from layers.reading.columns import FieldSet
from layers.saying import said as _
from layers.succession import decree
from layers.succession.comparing import disagreements
from layers.succession.jurisdiction import succession_within
from layers.succession.links import classify
from layers.succession.overlaying import overlay

#: So many links and differences are shown before the decision; all links can be seen once they are stored.
_SHOWN = 300


def _fields(_job: ImportJob, _is_table: bool) -> FieldSet:
    return decree.FIELDS


def _check(job: ImportJob, tell: Tell) -> Checked:
    tell(Stage.CHECKING, 0)
    staged = succession_within(
        decree.stage(job.path, _set(job, "old_set"), _set(job, "new_set"), file_choices(job)),
        scope_of(job.account),
    )
    return Checked(
        staged,
        staged.origin,
        staged.findings,
        staged.rows_read,
        staged.rows_read - len(refused_rows(staged.findings)),
        refusal=staged.refusal,
        already=staged.already,
        report=_report(staged) if staged.refusal is None and staged.links else {},
    )


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = decree.commit(checked.staged, job.account)
    return done.record, done.already


def _set(job: ImportJob, end: str) -> BoundarySet:
    found = BoundarySet.objects.filter(pk=job.details[end]).first()
    if found is None:
        raise ImportRefused(_("Một trong hai bộ ranh giới không còn nữa; hãy chọn lại ở bước Xem trước."))
    return found


def _report(staged: decree.StagedSuccession) -> dict[str, Any]:
    """Return the links of a table, and where the boundaries say something else, with names of units."""
    differing = []
    if staged.old_set.valid_from <= staged.new_set.valid_from:
        differing = disagreements(staged.links, overlay(staged.old_set, staged.new_set).links)
    shown, told = staged.links[:_SHOWN], differing[:_SHOWN]
    names = _names(unit for pair in (*shown, *told) for unit in (pair.old, pair.new))
    changes = classify(staged.links)
    return {
        "succession": {
            "links": [
                [names[k.old], names[k.new], str(change), k.area_share, k.population_share]
                for k, change in zip(shown, changes, strict=False)
            ],
            "count": len(staged.links),
            "differing": [
                [names[d.old], names[d.new], str(d.difference), d.by_decree, d.by_overlay] for d in told
            ],
            "differing_count": len(differing),
            "unnamed": list(staged.unnamed[:_SHOWN]),
            "unnamed_count": len(staged.unnamed),
        }
    }


def _names(keys: Iterable[int]) -> dict[int, str]:
    units = AdminUnit.objects.filter(pk__in=set(keys)).values_list("pk", "full_name", "code")
    return {pk: f"{name} ({code})" for pk, name, code in units}


KIND = Kind(SuccessionDetails, _check, _commit, fields=_fields, has_place=False)
