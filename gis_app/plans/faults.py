"""A fault of a plan record in words: where it is, what is wrong and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from jsonschema.exceptions import ValidationError

#: The way to a value: keys of mappings, numbers of list items.
Place = Sequence[str | int]
_SHOWN = 60


def worded(error: ValidationError) -> str:
    """Say in one clause what a value breaks and what to do about it."""
    value = shown(error.instance)
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = next(key for key in wanted if key not in error.instance)
            return _("thiếu “%(key)s”; hãy bổ sung theo văn bản") % {"key": missing}
        case "additionalProperties":
            known = error.schema.get("properties", {})
            strange = next((key for key in error.instance if key not in known), "")
            return _("có mục lạ “%(key)s”; hãy sửa tên mục hoặc bỏ đi") % {"key": shown(strange)}
        case "enum" | "const":
            choices = wanted if error.validator == "enum" else [wanted]
            return _("“%(value)s” không dùng được; hãy chọn trong: %(choices)s") % {
                "value": value,
                "choices": ", ".join(shown(choice) for choice in choices),
            }
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return _("“%(value)s” không đúng loại; cần %(kinds)s") % {
                "value": value,
                "kinds": _(" hoặc ").join(_kind(kind) for kind in kinds),
            }
        case "pattern":
            return _("“%(value)s” viết không đúng dạng; hãy viết như trong các bản ghi có sẵn") % {
                "value": value
            }
        case "minimum" | "maximum":
            return _("%(value)s nằm ngoài giới hạn; hãy ghi số %(limit)s") % {
                "value": value,
                "limit": (_("từ %(n)s trở lên") if error.validator == "minimum" else _("không quá %(n)s"))
                % {"n": wanted},
            }
        case "minLength" | "minItems" | "minProperties":
            return _("để trống hoặc quá ngắn; hãy ghi đủ theo văn bản")
        case "maxLength":
            return _("dài quá %(n)s ký tự; hãy rút ngắn") % {"n": wanted}
        case "not":
            return _("“%(part)s” vừa được ghi vừa được dẫn từ kế hoạch khác; hãy bỏ một trong hai") % {
                "part": wanted["required"][0]
            }
        case _:
            return _("“%(value)s” không đúng mẫu; hãy đối chiếu với record.schema.json") % {"value": value}


def _kind(name: str) -> str:
    return {
        "object": _("một nhóm mục"),
        "array": _("một danh sách"),
        "string": _("chữ (đặt trong dấu nháy)"),
        "number": _("một số"),
        "integer": _("một số nguyên"),
        "boolean": _("true hoặc false"),
        "null": _("để trống (null)"),
    }[name]


def shown(value: Any) -> str:
    """Return a value as it is written, on one line and cut where it is long."""
    text = " ".join((value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def name_of(record: Any, place: Place) -> str:
    """Write a place as `targets 4 (T3b) → threshold`; items are counted from one."""
    if not place:
        return _("cấp ngoài cùng")
    parts: list[str] = []
    here = record
    for step in place:
        here = here[step]
        if isinstance(step, int):
            own = here.get("id") if isinstance(here, dict) else None
            parts[-1] += f" {step + 1}" + (f" ({shown(own)})" if isinstance(own, str) else "")
        else:
            parts.append(shown(step))
    return " → ".join(parts)
