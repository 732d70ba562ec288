"""Finding the commune that somebody typed: by code, by name, with or without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from gis_app.transformation.refusing import RefusedError
from layers.models import AdminUnit

_CODE_AT_END = re.compile(r"\(([^()]+)\)\s*$")


def fold(text: str) -> str:
    """Return a text without accents, case and superfluous blanks, so that two spellings compare equal.

    >>> fold("Xã  Lộc Đình")
    'xa loc dinh'
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def option(unit: AdminUnit) -> str:
    """Return how a commune is offered for choice; `find_commune` reads it back."""
    return option_of(unit.full_name, unit.code)


def option_of(full_name: str, code: str) -> str:
    """Return the same from the name and the code alone."""
    return f"{full_name} ({code})"


def find_commune(text: str, communes: Iterable[AdminUnit]) -> AdminUnit:
    """Return the one commune that the text means: a code, "name (code)", a name or a part of one.

    Raises RefusedError when there is none or the text fits several.
    """
    wanted = fold(text)
    if not wanted:
        raise RefusedError(_("Chưa nhập tên hoặc mã xã, phường."))
    communes = list(communes)
    code = match[1].strip() if (match := _CODE_AT_END.search(text)) else text.strip()
    exact = [unit for unit in communes if unit.code == code]
    named = [unit for unit in communes if wanted in (fold(unit.full_name), fold(unit.name))]
    partly = [unit for unit in communes if wanted in fold(unit.full_name)]
    found = exact or named or partly
    if not found:
        raise RefusedError(
            _("Không có xã, phường nào tên hoặc mã “%(text)s” trong địa bàn: hãy chọn trong danh sách.")
            % {"text": text.strip()}
        )
    if len(found) > 1:
        raise RefusedError(
            _("“%(text)s” ứng với %(count)s xã, phường (%(names)s): hãy ghi mã.")
            % {
                "text": text.strip(),
                "count": len(found),
                "names": "; ".join(option(unit) for unit in found[:4]) + ("; …" if len(found) > 4 else ""),
            }
        )
    return found[0]
