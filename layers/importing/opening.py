"""A file that is about to be imported: open, with its coordinate system settled and its origin recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from layers.importing.findings import Finding, as_findings, language, refuse_whole_file, refusing
from layers.importing.refusing import ImportRefused
from layers.reading.columns import FieldSet, match_columns
from layers.reading.crs import operation, parse_epsg
from layers.reading.errors import ReadingError
from layers.reading.formats import Source, fingerprint, open_source
from layers.reading.persons import person_heading, person_problems
from layers.reading.problems import Problem
from layers.reading.recognise import recognise

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
class OpenedFile:
    """An open file whose columns and coordinate system are known.

    Attributes:
        columns: field to column.
        unused: columns that no field claims.
    """

    source: Source
    epsg: int
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    origin: Origin
    trust_place: bool = False

    @property
    def has_geometry(self) -> bool:
        """Whether the file is a layer with its own shapes, not a table."""
        return self.source.format not in TABLES

    def reader_findings(self) -> list[Finding]:
        """Return what the reader itself found; complete once all rows have been read."""
        return as_findings(self.source.problems)


@contextmanager
def opened(
    path: str | Path, choices: FileChoices, layer_fields: FieldSet, table_fields: FieldSet | None = None
) -> Iterator[OpenedFile]:
    """Open a file, settle its columns and coordinate system, and close it afterwards.

    Args:
        path: the file.
        choices: what the user says about it.
        layer_fields: the fields of a file with its own geometry.
        table_fields: the fields of a table; None where a table cannot be taken.

    Raises:
        ImportRefused: for a file that cannot be read, lacks a column, does not say its coordinate system, or
            has a column whose heading announces persons.
    """
    with refusing(), open_source(path, layer=choices.layer, encoding=choices.encoding) as source:
        fields = table_fields if source.format in TABLES else layer_fields
        if fields is None:
            raise ReadingError("no_geometry", file=Path(path).name)
        refuse_persons_in_headings(source.columns)
        if choices.only_these:
            fields = FieldSet(dict.fromkeys(choices.columns.values(), ()), fields.required)
        matching = match_columns(source.columns, fields, choices.columns)
        refuse_whole_file(as_findings(matching.problems))
        epsg = _epsg(source, choices.crs, matching.columns)
        origin = Origin(
            file_name=Path(path).name,
            sha256=fingerprint(path),
            encoding=source.encoding,
            crs=f"EPSG:{epsg}",
            datum_operation=operation(epsg),
            columns=dict(matching.columns),
        )
        unused = tuple(column for column in matching.unused if column != PROBLEM_COLUMN)
        yield OpenedFile(source, epsg, matching.columns, unused, origin, choices.trust_place)


def refuse_persons_in_headings(columns: Sequence[str]) -> None:
    """Stop before any row is read when a heading announces persons.

    Raises:
        ImportRefused: with the column named.
    """
    announced = ((column, person_heading(column)) for column in columns)
    refuse_whole_file(as_findings([Problem(None, c, code) for c, code in announced if code is not None]))


def refuse_persons(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Stop when the values of a column look like names, identity numbers, phones or plates.

    Raises:
        ImportRefused: with the column named.
    """
    looked_at = [column for column in columns if column != PROBLEM_COLUMN]
    refuse_whole_file(as_findings(person_problems(frame, only=looked_at)))


def _epsg(source: Source, wanted: str | None, columns: Mapping[str, str]) -> int:
    """Return the system the user names, else the one the file declares, else degrees by their heading.

    A table with chainages and no coordinates needs no system: the roads are in WGS 84.
    """
    if wanted:
        return parse_epsg(wanted)
    degrees = {"lon", "lat"} <= columns.keys()
    chainages_alone = source.format in TABLES and "chainage" in columns and not {"x", "y"} & columns.keys()
    if source.crs is None and (degrees or chainages_alone):
        return WGS84
    found = recognise(source.crs)
    if found.epsg is None:
        raise ImportRefused(found.sentence(language()))
    return found.epsg
