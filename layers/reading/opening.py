"""Opens a file for an import: columns and coordinate system settled, nothing in it about persons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from layers.reading.choices import PROBLEM_COLUMN, TABLES, WGS84, FileChoices, FileFacts, Origin
from layers.reading.columns import FieldSet, match_columns
from layers.reading.crs import operation, parse_epsg
from layers.reading.errors import FileRefusedError, ReadingError
from layers.reading.formats import Source, fingerprint, open_source
from layers.reading.persons import person_heading, person_problems
from layers.reading.problems import Problem, blocks_file
from layers.reading.recognition import recognise

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class OpenedFile(FileFacts):
    """A file that is open; `source` gives its rows."""

    source: Source

    @property
    def facts(self) -> FileFacts:
        """Return what is known of it, without the file."""
        return FileFacts(self.format, self.epsg, self.columns, self.unused, self.origin, self.trust_place)


@contextmanager
def open_file(
    path: str | Path, choices: FileChoices, layer_fields: FieldSet, table_fields: FieldSet | None = None
) -> Iterator[OpenedFile]:
    """Open a file, settle its columns and coordinate system, and close it afterwards.

    Args:
        path: the file.
        choices: what the user says about it.
        layer_fields: the fields of a file with its own geometry.
        table_fields: the fields of a table; None where a table cannot be taken.

    Raises:
        ReadingError: for a file that cannot be read or does not say its coordinate system.
        FileRefusedError: for one that lacks a column, or whose headings announce persons.
    """
    with open_source(path, layer=choices.layer, encoding=choices.encoding) as source:
        fields = table_fields if source.format in TABLES else layer_fields
        if fields is None:
            raise ReadingError("no_geometry", file=Path(path).name)
        refuse_persons_in_headings(source.columns)
        if choices.only_these:
            fields = FieldSet(dict.fromkeys(choices.columns.values(), ()), fields.required)
        matching = match_columns(source.columns, fields, choices.columns)
        refuse_file(matching.problems)
        epsg = _epsg(source, choices.crs, matching.columns)
        origin = Origin(
            file_name=Path(path).name,
            sha256=_fingerprint(source, path),
            encoding=source.encoding,
            crs=f"EPSG:{epsg}",
            datum_operation=operation(epsg),
            columns=dict(matching.columns),
        )
        unused = tuple(column for column in matching.unused if column != PROBLEM_COLUMN)
        yield OpenedFile(
            source.format, epsg, matching.columns, unused, origin, choices.trust_place, source=source
        )


def _fingerprint(source: Source, path: str | Path) -> str:
    """Return the fingerprint of what is read: of one layer, where the file has several."""
    whole = fingerprint(path)
    if len(source.layers) < 2:
        return whole
    return hashlib.sha256(f"{whole} {source.layer}".encode()).hexdigest()


def refuse_file(problems: Sequence[Problem]) -> None:
    """Stop when a problem concerns the file as a whole.

    Raises:
        FileRefusedError: with the problems.
    """
    if blocks_file(problems):
        raise FileRefusedError(problems)


def refuse_persons_in_headings(columns: Sequence[str]) -> None:
    """Stop before any row is read when a heading announces persons.

    Raises:
        FileRefusedError: with the column named.
    """
    announced = ((column, person_heading(column)) for column in columns)
    refuse_file([Problem(None, column, code) for column, code in announced if code is not None])


def refuse_persons(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Stop when the values of a column look like names, identity numbers, phones or plates.

    Raises:
        FileRefusedError: with the column named.
    """
    looked_at = [column for column in columns if column != PROBLEM_COLUMN]
    refuse_file(person_problems(frame, only=looked_at))


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
        raise ReadingError(found.code, **found.params)
    return found.epsg
