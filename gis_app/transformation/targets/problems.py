"""What can be wrong with a result: a stable code and one sentence each, for the form and for the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "amount_ambiguous": _(
        "“%(value)s” có thể là phần nghìn hoặc hàng nghìn: hãy viết liền các chữ số, ví dụ 1250 hoặc 1,25."
    ),
    "amount_unreadable": _("“%(value)s” không phải một số: hãy ghi số từ 0 trở lên, ví dụ 42 hoặc 12,5."),
    "amount_negative": _("“%(value)s” là số âm: hãy ghi số từ 0 trở lên."),
    "amount_too_fine": _("“%(value)s” có quá hai chữ số thập phân: hãy làm tròn."),
    "amount_too_large": _("“%(value)s” quá lớn: hãy kiểm tra lại số."),
    "whole_number": _("“%(value)s” không phải số nguyên: nội dung này được đếm bằng số nguyên."),
    "numerator_missing": _("Có mẫu số mà chưa có tử số: hãy ghi đủ hai số."),
    "denominator_missing": _("Có tử số mà chưa có mẫu số: hãy ghi đủ hai số."),
    "denominator_zero": _("Mẫu số bằng 0: nếu trong kỳ không có trường hợp nào, hãy chọn “không phát sinh”."),
    "above_whole": _("Tử số %(part)s lớn hơn mẫu số %(whole)s, tỷ lệ vượt 100 %%: hãy kiểm tra hai số."),
    "denominator_not_asked": _("Chỉ tiêu này không phải tỷ lệ: hãy bỏ mẫu số."),
    "nothing_arose_with_figures": _("Đã chọn “không phát sinh” mà vẫn có số: hãy bỏ một trong hai."),
    "nothing_arose_not_asked": _("Chỉ tiêu này không có mẫu số để không phát sinh: hãy ghi kết quả."),
    "assessment_unknown": _("“%(value)s” không phải kết quả đánh giá: hãy chọn “đạt” hoặc “chưa đạt”."),
    "assessment_missing": _("Có văn bản mà chưa chọn kết quả: hãy chọn “đạt” hoặc “chưa đạt”."),
    "document_missing": _("Chỉ tiêu được đánh giá bằng văn bản: hãy ghi số và ngày văn bản."),
    "day_missing": _("Chưa ghi ngày của số liệu: hãy ghi theo dạng 31/12/2026."),
    "day_unreadable": _("Ngày “%(value)s” không đúng: hãy ghi theo dạng 31/12/2026."),
    "day_in_future": _("Ngày %(day)s ở tương lai: hãy ghi ngày mà số liệu tính đến."),
    "day_before_start": _("Ngày %(day)s trước ngày bắt đầu chuyển hóa (%(start)s): hãy kiểm tra ngày."),
    "day_after_end": _(
        "Thời gian chuyển hóa kết thúc ngày %(end)s: hãy ghi số liệu tính đến ngày đó, không phải %(day)s."
    ),
    "day_before_confirmed": _(
        "Đã có số liệu được xác nhận tính đến %(newest)s: số liệu mới không thể tính đến ngày sớm hơn; "
        "nếu ngày đó sai, hãy đề nghị gửi trả."
    ),
    "day_before_newest": _(
        "Đã có số liệu tính đến %(newest)s, mới hơn ngày ghi trong tệp (%(day)s): "
        "hãy sửa ngày, hoặc bỏ trống dòng này."
    ),
    "cell_formula": _("Ô này là công thức: hãy dán giá trị (Paste Values) thay cho công thức."),
    "row_lost": _("Dòng %(unit)s, chỉ tiêu %(target)s đã mất khỏi tệp: số liệu của dòng đó không đổi."),
    "row_unknown": _("Dòng này (%(unit)s, %(target)s) không có trong mẫu đã cấp: hãy xóa dòng."),
    "row_twice": _("%(unit)s, chỉ tiêu %(target)s có nhiều dòng trong tệp: hãy giữ một dòng."),
    "area_out_of_reach": _(
        "%(unit)s không còn trong danh sách hoặc ngoài địa bàn phụ trách: hãy bỏ dòng này."
    ),
    "area_closed": _("%(why)s"),
    "source_missing": _("Chưa ghi nguồn số liệu: hãy ghi cơ quan hoặc văn bản cung cấp."),
    "too_long": _("Nội dung dài quá %(longest)s ký tự: hãy rút ngắn."),
    "person": _("Nội dung có vẻ là họ tên, số giấy tờ, số điện thoại hoặc biển số: hãy bỏ; chỉ ghi cơ quan."),
    "changed_meanwhile": _(
        "Số liệu của chỉ tiêu này vừa được %(who)s ghi lúc %(time)s (%(newest)s): hãy xem rồi lưu lại nếu "
        "vẫn muốn thay; những gì đã nhập vẫn được giữ."
    ),
    "target_unknown": _("Kế hoạch không có chỉ tiêu “%(value)s”: hãy tải lại trang hoặc lấy mẫu mới."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what was given.

    Attributes:
        field: `numerator`, `denominator`, `state`, `as_of`, `source`, `document_number`, `document_date`.
        code: stable key of the sentence.
        figures: what fills it.
    """

    field: str
    code: str
    figures: Mapping[str, Any]

    def sentence(self) -> str:
        """Return the sentence in the language of the page."""
        return str(SENTENCES[self.code]) % self.figures


def problem(field: str, code: str, **figures: Any) -> Problem:
    """Return a problem; long values are cut where the sentence quotes them."""
    shown = {k: v if not isinstance(v, str) or len(v) <= 60 else f"{v[:59]}…" for k, v in figures.items()}
    return Problem(field, code, shown)
