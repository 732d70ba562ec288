"""What values and thresholds of findings are counted in.

A finding keeps the Vietnamese word, which names the measure; this is where a rule's measure gets its English
one. A measure that is not listed is shown as it was stored.
"""

from __future__ import annotations

from gis_app.screening.wording import Text

_WORDS = (
    Text("vụ", "incidents"),
    Text("mỏ", "sites"),
    Text("địa điểm", "places"),
    Text("cơ sở", "premises"),
    Text("điểm đen", "black spots"),
    Text("tháng", "months"),
    Text("người", "persons"),
    Text("đơn", "complaints"),
    Text("mức", "grade"),
    Text("mô hình", "mass models"),
    Text("nơi", "places"),
    Text("điều kiện", "conditions"),
    Text("% của tỉnh", "% of the province's"),
    Text("% tăng", "% growth"),
    Text("điểm", "points"),
    *(Text(sign, sign) for sign in ("%", "m", "km", "ha", "m²")),
)

MEASURES = {text.vi: text for text in _WORDS}


def measure(stored: str) -> Text:
    """Return the words for a stored measure."""
    return MEASURES.get(stored, Text(stored, stored))
