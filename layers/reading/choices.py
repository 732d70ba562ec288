"""A file that is about to be read: what the user says about it, and what is known once it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WGS84 = 4326

#: Formats without shapes of their own: places are in columns.
TABLES = frozenset({"csv", "workbook"})
#: Heading of the column that the program adds when it gives a file back; it is never read.
PROBLEM_COLUMN = "Lỗi phát hiện"


@dataclass(frozen=True)
class FileChoices:
    """What the user says about a file that the file does not say itself.

    Attributes:
        layer: name of the layer to read, where there are several.
        crs: "EPSG:9210" or the like; overrides what the file declares.
        encoding: text encoding, where it cannot be told from the bytes; or encodings by column.
        columns: column to field, where the headings do not tell.
        only_these: fields that are not in `columns` stay without a column, whatever the headings say.
        trust_place: take the system as it is, although the communes that the rows name speak against it.
    """

    layer: str | None = None
    crs: str | None = None
    encoding: str | Mapping[str, str] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    only_these: bool = False
    trust_place: bool = False


@dataclass(frozen=True)
class Origin:
    """Where rows came from, as the import record keeps it; `columns` is field to column, as used."""

    file_name: str
    sha256: str
    encoding: str = ""
    crs: str = ""
    datum_operation: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileFacts:
    """What is known of an open file before its first row.

    Attributes:
        format: as `layers.reading.formats.Source.format`.
        epsg: its coordinate system.
        columns: field to column.
        unused: columns that no field claims.
        trust_place: as chosen.
    """

    format: str
    epsg: int
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    origin: Origin
    trust_place: bool = False

    @property
    def has_geometry(self) -> bool:
        """Whether the file is a layer with its own shapes, not a table."""
        return self.format not in TABLES
