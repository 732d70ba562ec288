"""Which column of a file holds which field.

Headings are compared without case, marks and punctuation. A heading equal to the field's own name
wins over its aliases; an explicit ``column=field`` wins over everything; two columns that fit
equally well are reported, never chosen between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layers.reading.errors import ReadingError
from layers.reading.names import fold_ascii, nfc
from layers.reading.problems import Problem

#: dBASE cuts headings at ten bytes.
_DBF_HEADING = 10


@dataclass(frozen=True, slots=True)
class FieldSet:
    """The fields one kind of import knows.

    Attributes:
        aliases: for each field the headings it goes by, besides its own name.
        required: groups of fields of which one must be there.
    """

    aliases: Mapping[str, Sequence[str]]
    required: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """Answer of `match_columns`.

    Attributes:
        columns: field to column.
        problems: ambiguous and missing fields, each as an error about the whole file.
        unused: columns that no field claims, in the file's order.
    """

    columns: Mapping[str, str]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...]


_CODE = ("ma", "ma_xa", "ma_phuong", "ma_dvhc", "ma_don_vi", "ward_code", "commune_code")
_PLACE = {
    "lon": ("lng", "long", "longitude", "kinh_do", "kinhdo", "toa_do_kinh_do"),
    "lat": ("latitude", "vi_do", "vido", "toa_do_vi_do"),
    "x": (
        "easting",
        "easting_m",
        "toa_do_dong",
        "toa_do_dong_m",
        "toa_do_x",
        "x_coord",
        "coord_x",
        "point_x",
    ),
    "y": (
        "northing",
        "northing_m",
        "toa_do_bac",
        "toa_do_bac_m",
        "toa_do_y",
        "y_coord",
        "coord_y",
        "point_y",
    ),
}
#: A place as a chainage on a numbered road, for rows without coordinates.
_ROAD_PLACE = {
    "chainage": ("ly_trinh", "km", "ly_trinh_km", "moc_km", "vi_tri_ly_trinh", "km_ly_trinh"),
    "road": ("so_hieu_duong", "tuyen_duong", "tuyen", "duong", "ten_duong", "so_duong", "road_number"),
}
#: The commune that a row names, to check its place by. Without aliases: a column that nobody names is
#: looked for among those no field claims, where code and name may stand side by side.
_NAMED_COMMUNE: Mapping[str, Sequence[str]] = {"commune": ()}

BOUNDARY_FIELDS = FieldSet(
    aliases={
        "code": (*_CODE, "commune_id", "ward_id", "ma_px", "id_xa"),
        "name": (
            *("ten", "ten_xa", "ten_phuong", "ten_px", "ten_dvhc", "ten_don_vi"),
            *("ward_name", "commune_name", "commune", "ward", "xa_phuong", "phuong_xa"),
        ),
        "full_name": ("ten_day_du", "fullname", "ward_full_name"),
        "kind": ("loai", "loai_hinh", "cap", "type"),
        "parent": (
            *("province_code", "ma_tinh", "parent_code", "district_code", "ma_huyen"),
            *("district_id",),
        ),
        "area_km2": ("dien_tich", "dien_tich_km2", "area", "dientich"),
        "population": ("dan_so", "danso", "pop"),
    },
    required=(("code",), ("name", "full_name")),
)

INCIDENT_FIELDS = FieldSet(
    aliases={
        "ref": ("so", "ma_vu", "so_vu", "ma_vu_viec", "so_hieu", "id", "ma", "reference"),
        "category": ("loai", "loai_vu", "loai_vu_viec", "loai_hinh", "phan_loai", "type"),
        "occurred_at": (
            *("ngay", "thoi_gian", "ngay_xay_ra", "thoi_gian_xay_ra", "xay_ra_luc", "thoi_diem"),
            *("ngay_gio", "date", "datetime", "time", "occurred"),
        ),
        **_PLACE,
        "deaths": ("so_nguoi_chet", "nguoi_chet", "chet", "so_chet", "tu_vong", "killed"),
        "injuries": (
            *("bi_thuong", "nguoi_bi_thuong", "so_nguoi_bi_thuong", "so_bi_thuong"),
            *("injured", "thuong"),
        ),
        **_ROAD_PLACE,
        **_NAMED_COMMUNE,
    },
    required=(
        *(("ref",), ("category",), ("occurred_at",)),
        *(("lon", "x", "chainage"), ("lat", "y", "chainage")),
    ),
)

SITE_FIELDS = FieldSet(
    aliases={
        "ref": ("ma", "so", "id", "so_hieu", "code", "reference"),
        "name": ("ten", "ten_dia_diem", "ten_co_so", "ten_diem", "title"),
        "kind": ("loai", "loai_hinh", "type", "category"),
        "valid_from": ("tu_ngay", "hieu_luc_tu", "ngay_bat_dau", "start_date", "from"),
        "valid_to": (
            "den_ngay",
            "den_truoc_ngay",
            "hieu_luc_den",
            "ngay_ket_thuc",
            "end_date",
            "until_before",
        ),
        **_PLACE,
        **_NAMED_COMMUNE,
    },
    required=(("name",),),
)

#: Sites in a table, which has no geometry of its own.
SITE_TABLE_FIELDS = FieldSet(aliases=SITE_FIELDS.aliases, required=(("name",), ("lon", "x"), ("lat", "y")))

#: Incidents in a layer that carries its own points.
INCIDENT_LAYER_FIELDS = FieldSet(
    aliases={f: a for f, a in INCIDENT_FIELDS.aliases.items() if f not in _PLACE},
    required=(("ref",), ("category",), ("occurred_at",)),
)


def parse_mapping(arguments: Sequence[str]) -> dict[str, str]:
    """``["Số vụ=ref", "X=y"]`` as a mapping of column to field.

    Raises:
        ReadingError: ``mapping_malformed`` for anything but ``column=field``,
            ``mapping_repeated`` when one column is given twice.
    """
    mapping: dict[str, str] = {}
    for argument in arguments:
        column, sign, field = argument.rpartition("=")
        column, field = nfc(column), field.strip()
        if not (sign and column and field):
            raise ReadingError("mapping_malformed", argument=argument)
        if column in mapping:
            raise ReadingError("mapping_repeated", column=column)
        mapping[column] = field
    return mapping


def match_columns(
    columns: Sequence[str], fields: FieldSet, explicit: Mapping[str, str] | None = None
) -> Matching:
    """Find the column of each field.

    Args:
        columns: headings of the file, in NFC.
        fields: what the import knows.
        explicit: column to field, as the user said it.

    Raises:
        ReadingError: when ``explicit`` names a column or field that does not exist, or gives one
            field two columns.
    """
    found = _explicit(columns, fields, explicit or {})
    taken = set(found.values())
    problems: list[Problem] = []
    claims: dict[str, list[str]] = {}
    for field, aliases in fields.aliases.items():
        if field in found:
            continue
        free = [column for column in columns if column not in taken]
        exact = [c for c in free if fold_ascii(c) == fold_ascii(field)]
        candidates = exact or [c for c in free if _is_alias(c, (field, *aliases))]
        if candidates:
            claims[field] = candidates
    exact_owner = {c: f for f, cs in claims.items() for c in cs if fold_ascii(c) == fold_ascii(f)}
    for field, candidates in claims.items():
        mine = [c for c in candidates if exact_owner.get(c, field) == field]
        if len(mine) == 1:
            found[field] = mine[0]
        elif mine:
            named = ", ".join(f"“{c}”" for c in mine)
            params = {"field": field, "candidates": named, "first": mine[0]}
            problems.append(Problem(None, None, "column_ambiguous", params))
    ambiguous = {str(p.params["field"]) for p in problems}
    for group in fields.required:
        if not any(field in found or field in ambiguous for field in group):
            params = {"field": " / ".join(group), "columns": _named(columns)}
            problems.append(Problem(None, None, "column_missing", params))
    used = set(found.values())
    return Matching(found, tuple(problems), tuple(c for c in columns if c not in used))


def _explicit(columns: Sequence[str], fields: FieldSet, mapping: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    by_lower = {column.lower(): column for column in columns}
    for wanted, field in mapping.items():
        column = wanted if wanted in columns else by_lower.get(wanted.lower())
        if column is None:
            raise ReadingError("column_unknown", column=wanted, columns=_named(columns))
        if field not in fields.aliases:
            raise ReadingError("field_unknown", field=field, fields=", ".join(fields.aliases))
        if field in found:
            raise ReadingError("field_repeated", field=field, first=found[field], second=column)
        found[field] = column
    return found


def _is_alias(column: str, names: Sequence[str]) -> bool:
    heading = fold_ascii(column)
    if any(heading == fold_ascii(name) for name in names):
        return True
    cut = len(column.encode()) == _DBF_HEADING
    return cut and any(name.startswith(column.lower()) for name in names)


def _named(columns: Sequence[str]) -> str:
    shown = ", ".join(f"“{column}”" for column in columns[:20])
    return f"{shown}…" if len(columns) > 20 else shown
