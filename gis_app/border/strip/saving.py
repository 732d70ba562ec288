"""One row of the strip is stored: a new one, or a change that says why. Nothing is deleted.

What ends gets the first day on which it holds no more. Two people at once: whoever saves second is told, and
what was typed stays on the page.
"""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from gis_app.access.versions import explained, version_of
from gis_app.border.board.refusing import RefusedError
from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import number

Row = TypeVar("Row", bound=models.Model)


class ChangedMeanwhileError(RefusedError):
    """Somebody else changed the same row after this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            _("Người khác vừa sửa mục này; nội dung mới ở phần lịch sử, hãy mở lại trang rồi sửa tiếp.")
        )


@transaction.atomic
def save(form: forms.ModelForm) -> Any:
    """Store what a valid form holds and return the row.

    Raises:
        ChangedMeanwhileError: when somebody else was faster.
        RefusedError: when nothing changed, or the same was just recorded by somebody else.
    """
    row = form.instance
    if row.pk is None:
        try:
            with transaction.atomic():
                return form.save()
        except IntegrityError as error:
            raise RefusedError(_("Người khác vừa ghi mục này: hãy tải lại trang.")) from error
    stored = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if version_of(stored) != form.cleaned_data["version"]:
        raise ChangedMeanwhileError
    before, after = facts(stored), facts(row)
    changes = {
        label: (before.get(label, "—"), after.get(label, "—"))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    }
    if not changes:
        raise RefusedError(_("Chưa có gì thay đổi; hãy sửa một mục rồi lưu lại."))
    with explained(row, form.cleaned_data["reason"], changes):
        return form.save()


def facts(row: models.Model) -> dict[str, str]:
    """Return what is stored of a row under its labels, as its page and its history show it."""
    return {
        _label(field): _told(row, field)
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in {"recorded_by", "recorded_at"}
    }


def _label(field: models.Field) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def _told(row: models.Model, field: models.Field) -> str:
    value = getattr(row, field.name)
    if value in (None, ""):
        return "—"
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime.date):
        return write_date(value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, float):
        return number(value, 1)
    if isinstance(value, GEOSGeometry):
        return _("%(vertices)s đỉnh, tại %(place)s") % {
            "vertices": value.num_coords,
            "place": f"{value.centroid.y:.5f}; {value.centroid.x:.5f}".replace(".", ","),
        }
    return str(value)
