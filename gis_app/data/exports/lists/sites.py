"""Sites with their shapes and attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import CharField, F, Func
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists import asked
from gis_app.data.exports.lists.shaping import FETCHED, as_shape
from layers.models import SiteKind
from layers.site_attributes import SHORT_NAME, Attribute, attributes_of, value_text
from layers.writing.table import Column, Row, Table, Type

_TYPES = {"integer": Type.INTEGER, "year": Type.INTEGER, "number": Type.NUMBER}


def sites(filters: Filters, account: Account | None) -> Table:
    """Return the sites that the filter asks for."""
    kinds = list(filters.kinds) or list(SiteKind.objects.all())
    listed = {a.key: a for kind in kinds for a in attributes_of(kind.pk)}
    columns = (
        Column("kind", "loai", _("Loại")),
        Column("kind_label", "ten_loai", _("Tên loại")),
        Column("source", "nguon", _("Nguồn")),
        Column("ref", "so_hieu", _("Mã")),
        Column("name", "ten", _("Tên")),
        Column("valid_from", "tu_ngay", _("Từ ngày"), Type.DATE),
        Column("valid_to", "den_ngay", _("Đến trước ngày"), Type.DATE),
        *(Column(a.key, a.key[:SHORT_NAME], a.shown, _TYPES.get(a.type, Type.TEXT)) for a in listed.values()),
        Column("other", "khac", _("Thuộc tính khác")),
    )
    rows = _rows(filters, account, kinds, list(listed.values()))
    if _only_points(filters, account):
        return Table("dia_diem", _("Địa điểm"), columns, rows, "Point")
    notes = [_("Bảng tính chỉ có điểm đại diện của đường và vùng; hình đầy đủ có trong các định dạng khác.")]
    return Table("dia_diem", _("Địa điểm"), columns, rows, "Unknown", notes)


def _only_points(filters: Filters, account: Account | None) -> bool:
    drawn = Func("geometry", function="GeometryType", output_field=CharField())
    return not asked.sites(filters, account).alias(drawn=drawn).exclude(drawn="POINT").exists()


def _rows(
    filters: Filters, account: Account | None, kinds: Sequence[SiteKind], listed: Sequence[Attribute]
) -> Iterator[Row]:
    labels = {kind.pk: kind.label for kind in kinds}
    rows = (
        asked.sites(filters, account)
        .annotate(shape=AsWKB(F("geometry")))
        .order_by("kind", "pk")
        .values_list("kind_id", "source", "ref", "name", "valid_from", "valid_to", "attributes", "shape")
    )
    for kind, source, ref, name, since, until, said, shape in rows.iterator(FETCHED):
        values, rest = _attributes(kind, said, listed)
        other = json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else None
        yield (kind, labels[kind], source, ref, name, since, until, *values, other), as_shape(shape)


def _attributes(
    kind: str, said: dict[str, Any], listed: Sequence[Attribute]
) -> tuple[list[Any], dict[str, Any]]:
    """Return the listed attributes in their order, and what else is said."""
    mine = {attribute.key for attribute in attributes_of(kind)}
    rest = dict(said)
    values: list[Any] = []
    for attribute in listed:
        value = rest.get(attribute.key) if attribute.key in mine else None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is None or (attribute.type in _TYPES and not is_number):
            values.append(None)
            continue
        del rest[attribute.key]
        values.append(value if attribute.type in _TYPES else value_text(attribute, value))
    return values, rest
