"""The document itself: its head, and who does and reports what until when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gis_app.plans.items import kinds
from gis_app.plans.items.fields import Field
from gis_app.plans.items.shape import NOTE, TEXT, Part, choice, day, long, number, said, short

HEAD = Part(
    "head",
    _("Văn bản"),
    _("phần đầu văn bản"),
    (),
    False,
    (
        long("title", _("Tên kế hoạch")),
        short("doc_no", _("Số, ký hiệu"), empty=None, help=_("để trống: dự thảo chưa có số")),
        long("doc_no_note", _("Ghi chú về số"), reading=True),
        day("date", _("Ngày ban hành"), empty=None, help=_("dự thảo có thể chỉ ghi tháng, ví dụ 01/2024")),
        long("date_note", _("Ghi chú về ngày"), reading=True),
        short("issuer", _("Cơ quan ban hành")),
        short("signer_title", _("Thẩm quyền ký, chức vụ")),
        short("topic", _("Lĩnh vực"), reading=True),
        Field("basis", _("Căn cứ"), kinds.LINES, empty=(), help=_("mỗi dòng một văn bản")),
        short("period.text", _("Thời gian thực hiện")),
        day("period.start", _("Từ ngày")),
        day("period.end", _("Đến ngày")),
        *said("period", (_("Điều khoản về thời gian"), _("Trích nguyên văn về thời gian"))),
        long("scope.text", _("Phạm vi")),
        *said("scope", (_("Điều khoản về phạm vi"), _("Trích nguyên văn về phạm vi"))),
        short("territory.label", _("Tỉnh")),
        short("territory.province_code", _("Mã tỉnh hiện nay"), example=_("75")),
        Field(
            "territory.province_codes_before_2025",
            _("Mã tỉnh trước 01/7/2025"),
            kinds.CODES,
            empty=(),
            example=_("75, 70"),
        ),
        long("replaces.text", _("Thay thế văn bản")),
        *said("replaces", (_("Điều khoản thay thế"), _("Trích nguyên văn về thay thế"))),
        long("revision.text", _("Văn bản nói về việc sửa đổi")),
        *said("revision", (_("Điều khoản về sửa đổi"), _("Trích nguyên văn về sửa đổi"))),
        Field("head_quotes", _("Dòng số và ngày, nguyên văn"), kinds.LINES, empty=()),
        short("source_text", _("Tệp nguyên văn"), example=_("ke-hoach-2026.txt"), reading=True),
        number("print_crs", _("Mã EPSG múi VN-2000 của bản in"), reading=True, example=_("5899")),
        long("success_note", _("Ghi chú về quy tắc công nhận"), reading=True),
    ),
)

REPORTING = Part(
    "reporting",
    _("Báo cáo, sơ kết, họp"),
    _("báo cáo, sơ kết, họp"),
    ("reporting",),
    True,
    (
        choice("kind", _("Việc"), {"report": _("báo cáo"), "meeting": _("họp"), "review": _("sơ kết")}),
        short("who", _("Ai")),
        short("to", _("Gửi")),
        short("then", _("Sau đó gửi")),
        choice(
            "every",
            _("Định kỳ"),
            {
                "month": _("hằng tháng"),
                "quarter": _("hằng quý"),
                "half_year": _("6 tháng"),
                "year": _("hằng năm"),
            },
            empty=None,
        ),
        short("period", _("Kỳ báo cáo")),
        Field(
            "before",
            _("Thời hạn"),
            kinds.DAY_OF_YEAR,
            help=_("“trước ngày”: ngày cuối là hôm trước đó"),
            example=_("20/11"),
        ),
        *said(),
        NOTE,
    ),
    template={"kind": "report", "every": "year"},
)

TASKS = Part(
    "tasks",
    _("Nhiệm vụ có thời hạn"),
    _("nhiệm vụ"),
    ("tasks",),
    True,
    (
        TEXT,
        short("who", _("Ai")),
        Field(
            "due",
            _("Thời hạn"),
            kinds.DUE,
            empty=None,
            help=_("để trống: không có thời hạn"),
            example=_("quý I/2022; 2022-2023; từ 2021"),
        ),
        Field("due_quote", _("Trích nguyên văn về thời hạn"), kinds.QUOTE),
        *said(),
        NOTE,
    ),
)

BODIES = Part(
    "bodies",
    _("Cơ quan thực hiện"),
    _("cơ quan thực hiện"),
    ("bodies",),
    True,
    (
        choice(
            "role",
            _("Vai trò"),
            {
                "lead": _("chủ trì"),
                "standing": _("thường trực"),
                "monitoring": _("theo dõi"),
                "coordinating": _("phối hợp"),
            },
        ),
        short("name", _("Tên")),
        number("count", _("Số lượng")),
        short("head", _("Đứng đầu")),
        *said(),
        NOTE,
    ),
)
