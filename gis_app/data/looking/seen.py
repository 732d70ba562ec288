"""What a look into a file found, in a form that is kept with the job and shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from gis_app.data.wording import encoding_label
from layers.reading.crs import ZONES
from layers.saying import Said


@dataclass(frozen=True)
class EncodingChoice:
    """One way to read the text of a column, with the first names as they would read."""

    encoding: str
    samples: Sequence[str]

    @property
    def label(self) -> str:
        """Return what people call it."""
        return encoding_label(self.encoding)


@dataclass(frozen=True)
class SystemChoice:
    """One coordinate system to choose, with what choosing it would mean."""

    epsg: int
    label: str
    sentence: Said | str
    operation: str
    northing_first: bool = False

    @property
    def value(self) -> str:
        """Return what the form sends."""
        return f"EPSG:{self.epsg}{':yx' if self.northing_first else ''}"

    @property
    def in_degrees(self) -> bool:
        """Say whether its coordinates are degrees, read as longitude and latitude."""
        return ZONES[self.epsg].geographic and not self.northing_first


@dataclass(frozen=True)
class Look:
    """What a person sees before deciding how to read a file, worded for whoever looks.

    Attributes:
        refusal: why it cannot be read as it is; everything else is empty then.
        layers: all layers, sheets or data sets; empty where there is one.
        layer: the one that was looked into; None while it has to be chosen.
        columns: headings; empty where the file has no rows to match (a grid, a workbook of ours).
        rows: the first rows, each a row number and its cells as text.
        facts: what else there is to know, each a name and a value.
        proposals: for each column whose encoding is in question the candidates.
        epsg: the system that the file itself declares, where it can be trusted.
        declared: what the file says about its system, in a sentence.
        systems: the systems that the numbers of the file fit, best first.
    """

    refusal: Said | str = ""
    layers: Sequence[str] = ()
    layer: str | None = None
    columns: Sequence[str] = ()
    rows: Sequence[tuple[int, Sequence[str]]] = ()
    facts: Sequence[tuple[Said | str, Said | str]] = ()
    is_table: bool = True
    encoding: str = ""
    proposals: dict[str, list[EncodingChoice]] = field(default_factory=dict)
    epsg: int | None = None
    declared: Said | str = ""
    systems: Sequence[SystemChoice] = ()

    @property
    def must_choose_layer(self) -> bool:
        """Say whether the file has several layers and none was looked into yet."""
        return bool(self.layers) and self.layer is None

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON knows it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return what `as_json` wrote."""
        return cls(
            **{
                **kept,
                "refusal": _said(kept["refusal"]),
                "declared": _said(kept["declared"]),
                "facts": [(_said(name), _said(value)) for name, value in kept["facts"]],
                "proposals": {
                    column: [EncodingChoice(**choice) for choice in choices]
                    for column, choices in kept["proposals"].items()
                },
                "systems": [
                    SystemChoice(**{**choice, "sentence": _said(choice["sentence"])})
                    for choice in kept["systems"]
                ],
            }
        )


def _said(kept: Any) -> Said | str:
    """Return a sentence as `as_json` writes it; one of an earlier version is text and stays as it is."""
    return Said(kept["figures"]) if isinstance(kept, dict) else str(kept)
