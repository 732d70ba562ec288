"""What the fields, problems and steps of an import are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, str | Promise] = {
    "code": _("Mã đơn vị"),
    "name": _("Tên"),
    "full_name": _("Tên đầy đủ"),
    "kind": _("Loại"),
    "province_code": _("Mã tỉnh"),
    "district_code": _("Mã huyện"),
    "area_km2": _("Diện tích công bố (km²)"),
    "population": _("Dân số"),
    "ref": _("Số hiệu"),
    "category": _("Loại vụ việc"),
    "occurred_at": _("Thời gian xảy ra"),
    "lon": _("Kinh độ"),
    "lat": _("Vĩ độ"),
    "x": _("Tọa độ X của tệp"),
    "y": _("Tọa độ Y của tệp"),
    "chainage": _("Lý trình (Km)"),
    "road": _("Số hiệu đường"),
    "deaths": _("Số người chết"),
    "injuries": _("Số người bị thương"),
    "valid_from": _("Từ ngày"),
    "valid_to": _("Đến ngày"),
    "source": _("Nguồn"),
    "published_length_km": _("Chiều dài công bố (km)"),
    "decision": _("Văn bản"),
    "width_m": _("Chiều sâu (m)"),
    "number": _("Số hiệu đường"),
    "km_origin": _("Lý trình đầu (km)"),
    "commune": _("Mã xã, phường"),
    "indicator": _("Chỉ tiêu"),
    "period": _("Kỳ"),
    "value": _("Giá trị"),
    "as_of": _("Số liệu đến ngày"),
    "old_code": _("Mã đơn vị cũ"),
    "new_code": _("Mã đơn vị mới"),
    "extent": _("Toàn bộ hay một phần"),
    "area_share": _("Tỷ lệ diện tích"),
    "population_share": _("Tỷ lệ dân số"),
}

STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("import_new", _("Chọn tệp")),
    ("import_preview", _("Xem trước")),
    ("import_columns", _("Ghép cột")),
    ("import_place", _("Hệ tọa độ")),
    ("import_problems", _("Kiểm tra")),
    ("import_result", _("Kết quả")),
)


_ENCODINGS: dict[str, str | Promise] = {
    "tcvn3": _("TCVN3 (ABC)"),
    "vni": "VNI",
    "viscii": "VISCII",
    "cp1258": "CP1258 (Windows)",
    "utf-8-twice": _("UTF-8 bị ghi hai lần"),
}


def encoding_label(name: str) -> str:
    """Return what people call an encoding."""
    return str(_ENCODINGS.get(name, name.upper()))


def field_label(name: str) -> str:
    """Return what people call a field."""
    return str(FIELDS.get(name, name))
