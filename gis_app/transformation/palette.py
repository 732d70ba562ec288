"""One palette for screen, paper and the map that is handed over.

Colours are from the set of Okabe and Ito (2008), which people with colour-vision deficiency can tell apart;
each status has a hatch too, for black-and-white copiers. Amounts use other, single-hue ramps.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models import Status


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status is drawn.

    `hatch` names a pattern that every renderer knows how to draw: none, dots, diagonal, vertical,
    horizontal, back_diagonal, cross, sparse_diagonal.
    """

    key: str
    label: str | Promise
    colour: str
    hatch: str


NOT_IN_PROGRAMME = StatusStyle("none", _("không thuộc diện chuyển hóa"), "#F2F2F2", "none")

_DRAWN = {
    Status.PROPOSED: ("#F0E442", "dots"),
    Status.SELECTED: ("#E69F00", "diagonal"),
    Status.IN_TRANSFORMATION: ("#0072B2", "vertical"),
    Status.TRANSFORMED: ("#009E73", "horizontal"),
    Status.NOT_TRANSFORMED: ("#CC79A7", "back_diagonal"),
    Status.RELAPSED: ("#D55E00", "cross"),
    Status.WITHDRAWN: ("#999999", "sparse_diagonal"),
}

STYLES: tuple[StatusStyle, ...] = (
    NOT_IN_PROGRAMME,
    *(StatusStyle(status.value, status.label, *_DRAWN[status]) for status in Status),
)
_BY_KEY = {style.key: style for style in STYLES}


def style_of(status: str | None) -> StatusStyle:
    """Return the style of a status; None stands for a commune outside the programme."""
    return _BY_KEY[status or "none"]
