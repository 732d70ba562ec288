"""The few words that a pack carries are written for it, and looked at before they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from gis_app.border.board.persons import check_text
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.reporting import is_storable

_TIME_OF_DAY = re.compile(r"\b\d{1,2}(?::\d{2}|\s?(?:h|giờ)\s?\d{0,2})\b", re.IGNORECASE)
#: Three decimals of a degree are a hundred metres; "48°51′" and two long figures of a grid are places too.
_PLACE = re.compile(
    r"\d{1,3}[.,]\d{3,}\d*\s*[°NESWĐB]|\b\d{1,3}\.\d{4,}|\d\s?°|\b\d{6,7}\b\D{1,6}\b\d{6,7}\b"
)
#: Fewer letters are found in any text.
_TELLING = 15


def checked(text: str) -> str:
    """Return words of a pack as they are kept.

    Raises RefusedError where they name a person, a time of day or a place more exactly than the pack does.
    """
    if not is_storable(text):
        raise RefusedError(_("Nội dung có ký tự không đọc được: hãy ghi lại."))
    tidy = check_text(" ".join(text.split()))
    if found := _TIME_OF_DAY.search(tidy):
        raise RefusedError(
            _("Gói chỉ nêu đến ngày, mà ghi chú có giờ (“%(found)s”): hãy bỏ giờ.") % {"found": found[0]}
        )
    if found := _PLACE.search(tidy):
        raise RefusedError(
            _("Gói chỉ nêu ô 1 km, mà ghi chú có tọa độ (“%(found)s”): hãy bỏ tọa độ.")
            % {"found": found[0].strip()}
        )
    return tidy


def check_not_copied(notes: Iterable[str], texts: Iterable[str]) -> None:
    """Raise RefusedError where a note holds the text of a report, or is held by one."""
    written = [_folded(note) for note in notes]
    for text in map(_folded, texts):
        for note in written:
            shorter, longer = sorted((note, text), key=len)
            if len(shorter) >= _TELLING and shorter in longer:
                raise RefusedError(
                    _(
                        "Ghi chú chép lại nội dung một tin báo, mà nội dung tin không ra ngoài: "
                        "hãy viết câu khác."
                    )
                )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
