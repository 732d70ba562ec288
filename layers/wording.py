"""Sentences about what a file says, kept as code and figures and worded in the language of whoever reads.

A problem is stored as its code and the figures of its sentence. The sentence is found by the code, here or,
for what `layers.reading` finds, in `layers.reading.messages`. Where several sentences share a code, the
figures name theirs under `say`. The keys and the names of the figures are in stored records: a sentence may
be worded better, but must ask for the same figures. A sentence that stands where it is said has its own text
for a key (`layers.saying`).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from layers.reading.messages import MESSAGES, Language, sentence

#: Figures of one sentence: text, numbers, `{"vi": …, "en": …}` for words that differ, or the figures of
#: another sentence, with its key under `say`.
Figures = Mapping[str, Any]

#: A name, a list of columns or a reason is kept up to here, in characters.
_LONGEST = 400

#: Words that a sentence may be given.
SERVER = {"vi": "dòng lệnh trên máy chủ", "en": "the command line on the server"}
WHOLE = {"vi": "số nguyên", "en": "whole number"}
ANY = {"vi": "số", "en": "number"}

SENTENCES: Mapping[str, str | Promise] = {
    "too_long": _("“%(value)s…” dài quá %(longest)s ký tự; hãy rút ngắn."),
    "ref_beyond": _("Số hiệu dài quá %(longest)s ký tự; hãy rút ngắn."),
    "name_missing": _("Thiếu tên đơn vị; hãy điền cột “%(column)s”."),
    "number_missing": _("Thiếu số hiệu đường; hãy điền cột “%(column)s”."),
    "outside_communes": _(
        "Vị trí (%(lon)s; %(lat)s) nằm ngoài mọi xã, phường đang quản lý; hãy kiểm tra tọa độ."
    ),
    "outside_jurisdiction": _(
        "Vị trí (%(lon)s; %(lat)s) nằm ngoài địa bàn phụ trách của bạn; hãy kiểm tra tọa độ."
    ),
    "unit_outside": _("“%(name)s” nằm ngoài địa bàn phụ trách của bạn; hãy bỏ đơn vị này khỏi tệp."),
    "site_outside": _(
        "Địa điểm này nằm ngoài địa bàn phụ trách của bạn; hãy kiểm tra tọa độ hoặc bỏ dòng này."
    ),
    "figure_outside": _("Xã, phường của dòng này nằm ngoài địa bàn phụ trách của bạn; hãy bỏ dòng này."),
    "places_compared": _(
        "Đối chiếu %(compared)s vị trí với xã, phường ghi trong tệp: lệch trung vị %(median)s m, xa nhất "
        "%(worst)s m; %(wrong)s vị trí không khớp."
    ),
    "places_missed": _("Ghi “%(name)s”: %(rows)s vị trí nằm ngoài, xa nhất %(worst)s m."),
    "places_missed_more": _("Còn %(count)s xã, phường khác có vị trí nằm ngoài."),
    "kind_unknown": _("Không có loại địa điểm “%(kind)s”; hãy dùng một loại trong danh mục."),
    "site_repeated": _("Địa điểm “%(ref)s” có nhiều dòng trong tệp; hãy giữ một dòng hoặc sửa mã."),
    "attribute_twice": _("“%(label)s” được ghi ở hai cột; hãy giữ một cột."),
    "attribute_choice": _("“%(value)s” không phải giá trị của “%(label)s”; hãy dùng một trong: %(choices)s."),
    "attribute_number": _(
        "“%(value)s” không dùng được cho “%(label)s”; cần một %(kind)s từ %(low)s đến %(high)s."
    ),
    "belt_incomplete": _("Thiếu “%(column)s”; vành đai nào cũng cần tên, số quyết định và ngày có hiệu lực."),
    "belt_ends_early": _("Ngày hết hiệu lực không đứng sau ngày có hiệu lực; hãy kiểm tra hai ngày."),
    "belt_repeated": _("Đoạn “%(name)s” của quyết định này có nhiều dòng trong tệp; hãy giữ một dòng."),
    "belt_amount": _(
        "“%(value)s” không phải số lớn hơn 0; hãy sửa lại, hoặc để trống nếu văn bản không nêu."
    ),
    "value_repeated": _("Số liệu này có nhiều dòng trong tệp; hãy giữ một dòng."),
    "value_unreadable": _(
        "“%(value)s” không phải số từ 0 trở lên; hãy sửa lại, hoặc để trống nếu chưa có số liệu."
    ),
    "value_ambiguous": _(
        "“%(value)s” có thể là phần nghìn hoặc hàng nghìn; hãy viết liền các chữ số hoặc thêm “,0”."
    ),
    "value_contradicts": _(
        "Đã có số liệu khác cho cùng xã, chỉ tiêu, kỳ, nguồn và ngày chốt; hãy kiểm tra lại tệp."
    ),
    "commune_unknown": _(
        "Không có xã, phường mã “%(code)s” vào ngày %(date)s; hãy kiểm tra mã hoặc ngày chốt."
    ),
    "indicator_unknown": _("Không có chỉ tiêu “%(value)s”; các chỉ tiêu: %(known)s."),
    "period_unknown": _("Kỳ “%(value)s” không đúng dạng; hãy viết 2026, 2026-Q3 hoặc 2026-07."),
    "source_unknown": _("Thiếu nguồn số liệu hoặc nguồn quá dài; hãy sửa cột “%(column)s”."),
    "cell_source": _("Thiếu nguồn số liệu hoặc nguồn quá dài; hãy điền ô này."),
    "cell_source_person": _("Nguồn có số điện thoại hoặc giấy tờ; chỉ ghi tên cơ quan."),
    "cell_day": _("Thiếu ngày số liệu hoặc ngày ở tương lai; hãy điền ô này."),
    "cell_commune": _("Không còn xã, phường mã này vào ngày lập mẫu; hãy lấy mẫu mới."),
    "cell_formula": _("Ô này là công thức; hãy dán giá trị (Paste Values) thay cho công thức."),
    "cell_value": _(
        "“%(value)s” không dùng được; hãy ghi %(kind)s từ 0 trở lên, "
        "“không phát sinh” hoặc “không có số liệu”."
    ),
    "share_out_of_range": _("Tỷ lệ “%(value)s” phải lớn hơn 0 và không quá 1 (100%%); hãy sửa lại."),
    "old_code_unknown": _("Bộ cũ không có đơn vị mã “%(code)s”; hãy kiểm tra mã hoặc bộ."),
    "new_code_unknown": _("Bộ mới không có đơn vị mã “%(code)s”; hãy kiểm tra mã hoặc bộ."),
    "pair_repeated": _("Cặp mã này đã có ở dòng trên; hãy giữ một dòng."),
    "extent_unknown": _("Không hiểu “%(value)s”; hãy ghi “toàn bộ” hoặc “một phần”."),
    "whole_and_divided": _("Ghi “toàn bộ” nhưng đơn vị cũ này còn chuyển về nơi khác; hãy sửa lại."),
    "part_alone": _("Ghi “một phần” nhưng không có dòng cho phần còn lại; hãy thêm dòng đó."),
    "shares_do_not_add_up": _(
        "Các tỷ lệ của đơn vị cũ mã “%(code)s” cộng lại là %(sum)s, phải bằng 1; hãy sửa lại."
    ),
    "no_common_ground": _(
        "Ranh giới hai đơn vị này không giao nhau nên không tính được; hãy ghi tỷ lệ diện tích."
    ),
    "set_refused": _("Không nhận bộ ranh giới “%(name)s” (%(who)s): %(reason)s"),
    "set_of_commune": _("Cấp xã từ %(date)s (%(what)s)"),
    "set_of_district": _("Cấp huyện từ %(date)s (%(what)s)"),
    "set_of_province": _("Cấp tỉnh từ %(date)s (%(what)s)"),
    "set_repaired": _("%(original)s (đã sửa, dung sai %(tolerance)s m)"),
}


def language() -> Language:
    """Return the language of whoever reads, as the reading package knows it."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def worded(code: str, column: str, figures: Figures) -> str:
    """Return the sentence of a problem in the language that is active.

    Args:
        code: of the problem; stands for its sentence unless `figures["say"]` names another, or is its text.
        column: heading that the sentence may name.
        figures: what fills it.
    """
    key = str(figures.get("say", code))
    spoken = language()
    told = {"column": column, **figures}
    if key in SENTENCES:
        return str(SENTENCES[key]) % {name: _written(value, spoken) for name, value in told.items()}
    if key in MESSAGES:
        return sentence(key, {name: _chosen(value, spoken) for name, value in told.items()}, spoken)
    text = gettext(key) if key else ""
    # A text without figures was written as it is to be read, "50 %" included.
    if figures.keys() <= {"say"}:
        return text
    return text % {name: _written(value, spoken) for name, value in told.items()}


def in_vietnamese(figures: Figures) -> str:
    """Return the Vietnamese wording, for what must be the same whoever reads."""
    with translation.override("vi"):
        return worded("", "", figures)


def plain(figures: Figures) -> dict[str, Any]:
    """Return figures as JSON and PostgreSQL take them; long text is cut, except what names a sentence."""
    return {name: value if name == "say" else _plain(value) for name, value in figures.items()}


def _plain(value: Any) -> Any:
    match value:
        case bool() | None:
            return value
        case Mapping():
            return plain(value)
        case Integral():
            return int(value)
        case Real():
            return float(value) if math.isfinite(value) else str(value)
        case datetime.date():
            return f"{value:%d/%m/%Y}"
    text = str(value).replace("\x00", "")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _chosen(value: Any, spoken: Language) -> Any:
    if not isinstance(value, Mapping):
        return value
    return worded("", "", value) if "say" in value else value[spoken]


def _written(value: Any, spoken: Language) -> str:
    value = _chosen(value, spoken)
    if isinstance(value, str):
        return value
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return text if spoken == "en" else text.translate(str.maketrans(",.", ".,"))
