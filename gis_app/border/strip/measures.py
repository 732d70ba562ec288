"""A place on a border line as people write it: metres, a marker ± metres, the beginning, the end."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from gis_app.border.strip.placing import Strip
from gis_app.formats.numbers import number
from layers.models import BorderLine
from layers.reading.names import fold_ascii

#: An end that is typed this little beyond the line is its end: figures are written in whole metres.
END_M = 1.0

_METRES = re.compile(r"^(?P<figure>\d[\d.,]*)\s*(?P<unit>km|m)?$", re.IGNORECASE)
_THOUSANDS = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")
_OF_MARKER = re.compile(r"^(?:mốc|moc|marker)\s+(?:số\s+|so\s+)?(?P<rest>\S.*)$", re.IGNORECASE)
_OFFSET = re.compile(r"^(?P<label>.+?)\s*(?P<sign>[+\-−–])\s*(?P<figure>\d[\d.,]*)\s*(?P<unit>km|m)?$")
_BEGINNING = {"dau", "dautuyen", "dauduong", "start", "beginning", "beginningoftheline"}
_END = {"cuoi", "cuoituyen", "cuoiduong", "het", "end", "endoftheline"}


class UnreadablePlaceError(ValueError):
    """The text names no place on the line; `str()` is the sentence to show."""


def metres_of(text: str, line: BorderLine, strip: Strip) -> float:
    """Return the metres along a line that a text names.

    "12.500", "12,5 km", "mốc 68", "mốc 68 + 350", "mốc 68 - 1,2 km", "đầu", "cuối"; in English
    "marker 68 + 350", "start", "end".

    Raises:
        UnreadablePlaceError: unreadable, no such marker on the line or more than one, beyond an end.
    """
    tidy = " ".join(text.split())
    length = strip.length_of(line)
    folded = fold_ascii(tidy).lower()
    if folded in _BEGINNING:
        return 0.0
    if folded in _END:
        return length
    metres = _read(tidy, line, strip)
    if not -END_M <= metres <= length + END_M:
        raise UnreadablePlaceError(
            _(
                "“%(text)s” nằm ngoài đường này (bản vẽ dài %(length)s m): "
                "hãy xem lại, hoặc ghi “đầu”, “cuối” nếu đến hết đường."
            )
            % {"text": tidy[:60], "length": number(length)}
        )
    return min(max(metres, 0.0), length)


def words_at(metres: float, line: BorderLine, strip: Strip) -> str:
    """Say where a measure of a line lies: by the nearest marker, else in metres from its beginning."""
    if metres <= END_M:
        return _("đầu đường")
    if metres >= strip.length_of(line) - END_M:
        return _("cuối đường")
    marker = strip.marker_near(line, metres)
    if marker is None:
        return _("mét thứ %(metres)s") % {"metres": number(metres)}
    away = round(metres - marker.along_m)
    if away == 0:
        return _("mốc %(marker)s") % {"marker": marker.label}
    sign = "+" if away > 0 else "−"
    return _("mốc %(marker)s %(sign)s %(metres)s m") % {
        "marker": marker.label,
        "sign": sign,
        "metres": number(abs(away)),
    }


def _read(text: str, line: BorderLine, strip: Strip) -> float:
    of_line = _METRES.match(text)
    if of_line is not None:
        return _figure(of_line["figure"], of_line["unit"], text)
    of_marker = _OF_MARKER.match(text)
    if of_marker is None:
        raise UnreadablePlaceError(
            _("Không hiểu “%(text)s”: hãy ghi số mét, “mốc 68 + 350”, “đầu” hoặc “cuối”.")
            % {"text": text[:60]}
        )
    rest = of_marker["rest"].removesuffix(" m") if of_marker["rest"].endswith(" m") else of_marker["rest"]
    # A marker may be called 68-1: the whole is a name before a part of it is a distance.
    if strip.markers_called(rest, line):
        return _of_marker(rest, line, strip)
    offset = _OFFSET.match(of_marker["rest"])
    if offset is None:
        return _of_marker(rest, line, strip)
    away = _figure(offset["figure"], offset["unit"], text)
    start = _of_marker(offset["label"], line, strip)
    return start + away if offset["sign"] == "+" else start - away


def _of_marker(label: str, line: BorderLine, strip: Strip) -> float:
    found = strip.markers_called(label, line)
    words = {"marker": label[:30], "count": len(found)}
    if not found:
        raise UnreadablePlaceError(
            _("Không có mốc %(marker)s trên đường này: hãy xem lại số mốc hoặc ghi số mét.") % words
        )
    if len(found) > 1:
        raise UnreadablePlaceError(
            _("Có %(count)s mốc mang số %(marker)s trên đường này: hãy ghi số mét.") % words
        )
    return found[0].along_m


def _figure(text: str, unit: str | None, whole: str) -> float:
    plain = text.replace(".", "") if _THOUSANDS.match(text) else text
    try:
        figure = float(plain.replace(",", "."))
    except ValueError:
        raise UnreadablePlaceError(
            _("Không hiểu “%(text)s”: hãy ghi số mét, “mốc 68 + 350”, “đầu” hoặc “cuối”.")
            % {"text": whole[:60]}
        ) from None
    return figure * 1000 if (unit or "").lower() == "km" else figure
