"""How areas are chosen: the criteria, the cap and what it is a share of, who proposes and decides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gis_app.plans.items import kinds
from gis_app.plans.items.fields import Field
from gis_app.plans.items.shape import NOTE, Part, choice, day, long, number, said, short, yes_no

GROUPS = {
    "a": _("a. Hình sự"),
    "b": _("b. Ma túy"),
    "c": _("c. Kinh tế, môi trường"),
    "d": _("d. Các tiêu chí khác"),
}
LEVELS = {"commune": _("cấp xã"), "district": _("cấp huyện"), "province": _("cấp tỉnh")}

_BODY = (
    short("body", _("Cơ quan")),
    choice("level", _("Cấp"), LEVELS),
    *said(),
)

SELECTION = Part(
    "selection",
    _("Lựa chọn và trần"),
    _("quy tắc lựa chọn"),
    ("selection",),
    False,
    (
        number("cap_pct", _("Trần (%)"), example=_("15")),
        short("cap_period", _("Tính theo")),
        long("denominator", _("Mẫu số theo văn bản")),
        choice("denominator_level", _("Cấp của mẫu số"), {"district": _("huyện"), "province": _("tỉnh")}),
        *said(),
        yes_no("remove_when_transformed", _("Địa bàn đạt được đưa ra khỏi diện")),
        *said("removal", (_("Điều khoản về đưa ra khỏi diện"), _("Trích nguyên văn về đưa ra khỏi diện"))),
        number("duration_months", _("Thời gian chuyển hóa (tháng)"), example=_("12")),
        *said("duration", (_("Điều khoản về thời gian chuyển hóa"), _("Trích về thời gian chuyển hóa"))),
        number("minimums.any", _("Số tiêu chí tối thiểu, mọi nhóm"), reading=True),
        number("minimums.a", _("Tối thiểu nhóm a"), reading=True),
        number("minimums.b", _("Tối thiểu nhóm b"), reading=True),
        number("minimums.c", _("Tối thiểu nhóm c"), reading=True),
        number("minimums.d", _("Tối thiểu nhóm d"), reading=True),
        long("minimums_note", _("Ghi chú về tối thiểu"), reading=True),
        long("also_in_scope.text", _("Cũng thuộc diện")),
        *said("also_in_scope", (_("Điều khoản “cũng thuộc diện”"), _("Trích về “cũng thuộc diện”"))),
        long("deciders_note", _("Ghi chú về nơi quyết định"), reading=True),
    ),
    inherited="selection",
)

GROUPINGS = Part(
    "groupings",
    _("Cách tính mẫu số của trần theo thời gian"),
    _("cách tính mẫu số"),
    ("selection", "cap_grouping"),
    True,
    (
        day("from", _("Từ ngày"), help=_("để trống ở giai đoạn đầu tiên")),
        day("until", _("Đến ngày"), help=_("để trống ở giai đoạn cuối cùng")),
        choice(
            "by",
            _("Tính theo"),
            {"district": _("từng huyện"), "province": _("toàn tỉnh"), "named": _("nhóm xã, phường")},
        ),
        Field(
            "groups",
            _("Các nhóm"),
            kinds.GROUPS,
            help=_("mỗi dòng một nhóm: tên nhóm, dấu hai chấm, mã các xã cách nhau dấu phẩy"),
        ),
        *said(),
        long("source", _("Nguồn, nếu văn bản không nêu")),
    ),
    inherited="selection",
)

PROPOSERS = Part(
    "proposers",
    _("Nơi đề xuất"),
    _("nơi đề xuất"),
    ("selection", "proposers"),
    True,
    _BODY,
    inherited="selection",
)

DECIDERS = Part(
    "deciders",
    _("Nơi quyết định"),
    _("nơi quyết định"),
    ("selection", "deciders"),
    True,
    _BODY,
    inherited="selection",
)

EXCLUSIONS = Part(
    "exclusions",
    _("Trường hợp không lựa chọn"),
    _("trường hợp không lựa chọn"),
    ("selection", "exclusions"),
    True,
    (
        short("indicator", _("Mã số liệu nêu trường hợp này")),
        number("months", _("Trong số tháng")),
        long("text", _("Nội dung")),
        *said(),
    ),
    may_lack=True,
    inherited="selection",
)

CRITERIA = Part(
    "criteria",
    _("Tiêu chí xác định địa bàn"),
    _("tiêu chí"),
    ("criteria",),
    True,
    (
        short("id", _("Mã"), example=_("d9")),
        choice("group", _("Nhóm"), GROUPS),
        short("key", _("Mã chung của chương trình"), example=_("d.mining"), reading=True),
        long("text", _("Cách ghi tiêu chí"), reading=True),
        choice(
            "kind",
            _("Cách xác định"),
            {
                "count": _("số vụ, số đối tượng"),
                "assessment": _("nhận định bằng văn bản"),
                "facility_count": _("số cơ sở"),
                "spatial_or_assessment": _("trên bản đồ hoặc nhận định"),
            },
            reading=True,
        ),
        Field("covers.sites", _("Loại địa điểm được nêu"), kinds.CODES, reading=True),
        Field("covers.incidents", _("Loại vụ việc được nêu"), kinds.CODES, reading=True),
        Field("covers.minerals", _("Khoáng sản được nêu"), kinds.CODES, reading=True),
        Field("covers.boundaries", _("Loại giáp ranh được nêu"), kinds.CODES, reading=True),
        *said(),
        NOTE,
    ),
    inherited="criteria",
    template={"kind": "count"},
)
