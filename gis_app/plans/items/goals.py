"""What is to be reached: targets of an area, shares of the programme, when an area is transformed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gis_app.plans.items import kinds
from gis_app.plans.items.fields import Field
from gis_app.plans.items.shape import (
    AT_LEAST,
    COMPARATORS,
    ID,
    NOTE,
    STATED,
    TEXT,
    Part,
    choice,
    long,
    number,
    said,
    short,
    yes_no,
)

KPIS = Part(
    "kpis",
    _("Chỉ tiêu của cả chương trình"),
    _("chỉ tiêu của chương trình"),
    ("kpis",),
    True,
    (
        ID,
        choice(
            "key",
            _("Loại"),
            {
                "transformed_of_selected": _("đạt trên tổng số được lựa chọn trong năm"),
                "not_relapsed_of_transformed": _("không tái phức tạp trên tổng số đã đạt"),
            },
        ),
        TEXT,
        choice("comparator", _("So sánh"), AT_LEAST),
        number("threshold", _("Mức (%)"), example=_("60")),
        yes_no("comparator_stated", _("Từ so sánh"), STATED, reading=True),
        short("base", _("Mẫu số"), reading=True),
        yes_no("carried_over.counted", _("Địa bàn chưa đạt được chọn lại vẫn tính"), reading=True),
        yes_no("carried_over.stated", _("Cách tính địa bàn được chọn lại"), STATED, reading=True),
        long("carried_over.note", _("Lý do chọn cách tính địa bàn được chọn lại"), reading=True),
        *said(),
        NOTE,
    ),
    template={"unit": "%", "comparator_stated": True},
)

TARGETS = Part(
    "targets",
    _("Chỉ tiêu"),
    _("chỉ tiêu"),
    ("targets",),
    True,
    (
        ID,
        TEXT,
        choice(
            "kind",
            _("Cách đo"),
            {
                "numeric": _("con số"),
                "boolean": _("có hoặc không"),
                "assessment": _("nhận định bằng văn bản"),
            },
        ),
        choice("comparator", _("So sánh"), COMPARATORS, empty=None),
        Field(
            "threshold",
            _("Mức"),
            kinds.THRESHOLD,
            empty=None,
            help=_("số; hai số cách nhau dấu chấm phẩy nếu là khoảng; để trống nếu là nhận định"),
            example=_("80 hoặc 5; 10"),
        ),
        yes_no("comparator_stated", _("Từ so sánh"), STATED, reading=True),
        choice(
            "above_range",
            _("Vượt khoảng"),
            {"met": _("tính là đạt"), "not_met": _("tính là không đạt")},
            reading=True,
        ),
        short("unit", _("Đơn vị"), empty=None),
        long("base", _("Mẫu số (gốc so sánh)"), reading=True),
        choice("level", _("Cấp"), {"area": _("từng địa bàn"), "province": _("toàn tỉnh")}),
        yes_no("counts_in_80pct_rule", _("Tính vào tỷ lệ công nhận"), reading=True),
        number("bullet", _("Gạch đầu dòng thứ"), reading=True, help=_("để tính theo gạch đầu dòng")),
        short("window", _("Thời gian tính"), reading=True),
        *said(),
        NOTE,
    ),
    template={"kind": "numeric", "comparator_stated": True, "level": "area", "counts_in_80pct_rule": True},
)

SUCCESS = Part(
    "success",
    _("Quy tắc công nhận địa bàn đạt"),
    _("quy tắc công nhận"),
    ("success",),
    False,
    (
        number("min_target_share", _("Tỷ lệ chỉ tiêu phải đạt (%)"), example=_("80")),
        choice("comparator", _("So sánh"), AT_LEAST),
        short("of", _("Trong số")),
        *said(),
        choice(
            "counting.convention",
            _("Cách đếm chỉ tiêu"),
            {"atomic": _("từng chỉ tiêu thành phần"), "bullets": _("từng gạch đầu dòng")},
            reading=True,
        ),
        yes_no("counting.stated", _("Cách đếm"), STATED, reading=True),
        long("counting.note", _("Lý do chọn cách đếm"), reading=True),
        choice(
            "empty_base.choice",
            _("Chỉ tiêu “không phát sinh”"),
            {
                "exclude": _("để ngoài cả tử số và mẫu số"),
                "met": _("tính là đạt"),
                "not_met": _("tính là không đạt"),
            },
            reading=True,
        ),
        yes_no("empty_base.stated", _("Cách tính “không phát sinh”"), STATED, reading=True),
        long("empty_base.note", _("Lý do chọn cách tính"), reading=True),
        NOTE,
    ),
    may_lack=True,
    null=True,
    inherited="success",
    template={
        "conditions": [],
        "counting": {"convention": "atomic", "stated": False},
        "empty_base": {"choice": "exclude", "stated": False},
    },
)

CONDITIONS = Part(
    "conditions",
    _("Điều kiện kèm theo"),
    _("điều kiện kèm theo"),
    ("success", "conditions"),
    True,
    (
        choice(
            "key",
            _("Điều kiện"),
            {
                "basic_reduction": _("giảm cơ bản tội phạm và tệ nạn"),
                "no_emerging_complexity": _("không để phức tạp nổi lên"),
            },
        ),
        TEXT,
        *said(),
    ),
    inherited="success",
)

REDUCTION = Part(
    "reduction",
    _("Mức “giảm cơ bản”"),
    _("mức “giảm cơ bản”"),
    ("basic_reduction",),
    False,
    (
        number(
            "percent", _("Mức giảm (%)"), empty=None, help=_("để trống nếu văn bản không nêu"), example=_("5")
        ),
        choice("comparator", _("So sánh"), AT_LEAST),
        short("of", _("Của số liệu")),
        short("against", _("So với")),
        *said(),
        NOTE,
    ),
)

WATCH = Part(
    "relapse_watch",
    _("Theo dõi tái phức tạp"),
    _("thời gian theo dõi tái phức tạp"),
    ("relapse_watch",),
    False,
    (
        number(
            "months",
            _("Thời gian theo dõi (tháng)"),
            empty=None,
            reading=True,
            help=_("tính từ ngày chuyển hóa đạt; để trống: không thời hạn"),
            example=_("24"),
        ),
        yes_no("stated", _("Thời gian theo dõi"), STATED, reading=True),
        *said(),
        NOTE,
    ),
    may_lack=True,
    template={"months": None, "stated": False},
)
