"""What a template may ask for: the tags, in plain Vietnamese letters, with what each stands for.

A template is written by an office, so its tags are words of the office: `{{ co_quan }}`. A tag with fields
is a list, gone through with `{%tr for dong in dia_ban %}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: what it stands for; `fields` of the rows of a list, empty for a single value."""

    meaning: Text
    fields: Mapping[str, Text] = field(default_factory=dict)


TAGS: dict[str, Tag] = {
    "co_quan_chu_quan": Tag(_("cơ quan chủ quản trực tiếp, chữ in hoa; có thể trống")),
    "co_quan": Tag(_("cơ quan ban hành, chữ in hoa, theo bộ ranh giới có hiệu lực vào ngày văn bản")),
    "ten_co_quan": Tag(_("cơ quan ban hành, chữ thường")),
    "so_ky_hieu": Tag(_("số, ký hiệu của văn bản")),
    "dia_danh": Tag(_("địa danh")),
    "ngay": Tag(_("ngày văn bản, hai chữ số khi dưới 10")),
    "thang": Tag(_("tháng văn bản, hai chữ số với tháng 1 và 2")),
    "nam": Tag(_("năm văn bản")),
    "trich_yeu": Tag(_("trích yếu nội dung")),
    "quyen_han": Tag(_("quyền hạn của người ký, ví dụ TM. BAN CHỈ ĐẠO; có thể trống")),
    "chuc_vu": Tag(_("chức vụ của người ký")),
    "noi_nhan": Tag(_("các nơi nhận"), {"ten": _("tên nơi nhận")}),
    "kinh_gui": Tag(_("nơi báo cáo gửi đến, theo kế hoạch")),
    "ke_hoach": Tag(_("số của kế hoạch")),
    "ke_hoach_ten": Tag(_("tên kế hoạch")),
    "ke_hoach_co_quan": Tag(_("cơ quan ban hành kế hoạch")),
    "ke_hoach_phien_ban": Tag(_("phiên bản của kế hoạch trong chương trình")),
    "ke_hoach_het_han": Tag(_("một câu khi kế hoạch đã hết thời gian thực hiện, nếu không thì trống")),
    "ky_bao_cao": Tag(_("tên kỳ báo cáo, ví dụ quý I năm 2026")),
    "tu_ngay": Tag(_("ngày đầu của kỳ số liệu")),
    "den_ngay": Tag(_("ngày chốt số liệu")),
    "ky_truoc": Tag(_("khoảng ngày của kỳ trước")),
    "cung_ky": Tag(_("khoảng ngày của cùng kỳ năm trước")),
    "lap_luc": Tag(_("giờ, ngày lập báo cáo")),
    "dia_phuong": Tag(_("tên tỉnh, thành phố vào ngày chốt số liệu")),
    "pham_vi": Tag(_("một câu khi báo cáo chỉ gồm một phần địa bàn, nếu không thì trống")),
    "so_xa": Tag(_("số xã, phường, đặc khu")),
    "tran": Tag(_("phép tính trần lựa chọn và số đã chọn")),
    "trang_thai": Tag(_("số địa bàn theo trạng thái"), {"ten": _("trạng thái"), "so": _("số địa bàn")}),
    "dia_ban": Tag(
        _("danh sách địa bàn của năm"),
        {
            "stt": _("số thứ tự"),
            "ten": _("tên xã, phường"),
            "trang_thai": _("trạng thái vào ngày chốt"),
            "can_cu": _("quyết định hoặc lý do"),
        },
    ),
    "buoc": Tag(_("việc đã quyết định trong kỳ"), {"ten": _("trạng thái mới"), "so": _("số lượt địa bàn")}),
    "quyet_dinh": Tag(
        _("quyết định trong kỳ"),
        {
            "so": _("số quyết định"),
            "ngay": _("ngày ký"),
            "co_quan": _("cơ quan quyết định"),
            "noi_dung": _("nội dung"),
            "so_dia_ban": _("số địa bàn"),
        },
    ),
    "chi_so": Tag(
        _("chỉ tiêu của cả chương trình"), {"ten": _("chỉ tiêu"), "ket_qua": _("kết quả, viết thành câu")}
    ),
    "vu_viec": Tag(
        _("vụ việc theo loại"),
        {
            "loai": _("loại vụ việc"),
            "ky_nay": _("số vụ kỳ này"),
            "ky_truoc": _("số vụ kỳ trước"),
            "cung_ky": _("số vụ cùng kỳ năm trước"),
            "so_ky_truoc": _("thay đổi so với kỳ trước"),
            "so_cung_ky": _("thay đổi so với cùng kỳ năm trước"),
            "nhan_xet": _("nhận xét về thay đổi so với cùng kỳ"),
        },
    ),
    "ghi_chu_so_nho": Tag(_("lưu ý khi đọc số vụ nhỏ")),
    "nan_nhan": Tag(
        _("các loại liên quan đến nạn nhân, theo năm"),
        {"loai": _("loại"), "nam": _("năm"), "so_vu": _("số vụ, số nhỏ được che")},
    ),
    "con_thieu": Tag(_("những điểm số liệu còn thiếu"), {"cau": _("một câu")}),
    "nguon": Tag(_("nguồn và mốc số liệu"), {"cau": _("một câu")}),
}
