"""What a sheet of an .xlsx says besides values: formulas, merged cells, hidden rows, padded codes.

The values themselves are read elsewhere. This pass streams the sheet's XML, counts what it unpacks
and measures the sheet, so that a workbook that swells, or claims a cell in its last row and column,
is refused before anything is allocated for it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers import expat

from layers.reading.errors import ReadingError

#: Cells of the smallest rectangle that holds a sheet's values; each costs about 32 bytes to read.
MAX_CELLS = 10_000_000
#: Bytes that all parts of a workbook may unpack to: a full sheet of numbers has about 40 a cell.
MAX_UNPACKED_BYTES = 512 * 1024**2
_BLOCK = 256 * 1024
_LONGEST_ERROR = 20
_CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_ZEROS = re.compile(r"^0{2,20}$")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    KeyError,
    expat.ExpatError,
)

Place = tuple[int, int]


@dataclass
class SheetParts:
    """What is special on one sheet; rows and columns count from 1.

    Attributes:
        rows: number of the last row that has a cell.
        columns: number of the last column that has a cell.
        hidden_rows: rows that are hidden, by hand or by a filter.
        hidden_columns: columns that are hidden.
        unsolved: cells with a formula whose result was never stored.
        errors: cells that show an error, with its text.
        padded: width of cells that hold a number shown with leading zeros, such as a code.
    """

    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsolved: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    padded: dict[Place, int] = field(default_factory=dict)


def cell_name(row: int, column: int) -> str:
    """``(2, 28)`` as ``AB2``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def sheet_parts(path: Path, file_name: str) -> dict[str, SheetParts]:
    """Return the special parts of every sheet of an .xlsx, by the sheet's name.

    Raises:
        ReadingError: ``workbook_damaged``, ``workbook_too_large``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_swelling(archive, file_name)
            padding = _padding(archive, file_name)
            return {
                name: _Sheet(padding, file_name).read(archive, part)
                for name, part in _sheet_files(archive, file_name)
            }
    except RuntimeError:
        raise ReadingError("workbook_encrypted", file=file_name) from None
    except _DAMAGED:
        raise ReadingError("workbook_damaged", file=file_name) from None


def _refuse_swelling(archive: zipfile.ZipFile, file_name: str) -> None:
    """Unpack every part to nowhere, counting: the sizes that a zip declares may lie."""
    left = MAX_UNPACKED_BYTES
    for member in archive.infolist():
        # Pictures and the like are never unpacked by the readers.
        if not member.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise ReadingError("workbook_too_large", file=file_name)


def _sheet_files(archive: zipfile.ZipFile, file_name: str) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet, in the workbook's order."""
    targets: dict[str, str] = {}
    for name, attributes in _elements(archive, "xl/_rels/workbook.xml.rels", file_name):
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes["Id"]] = attributes["Target"]
    for name, attributes in _elements(archive, "xl/workbook.xml", file_name):
        if name != "sheet":
            continue
        target = targets.get(attributes.get("id", ""))
        if target is not None:
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            yield attributes["name"], part


def _padding(archive: zipfile.ZipFile, file_name: str) -> dict[str, int]:
    """Cell style to number of digits, for formats made of zeros only (``00000``)."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    widths: dict[str, int] = {}
    styles: dict[str, int] = {}
    inside_cells, position = False, 0
    for name, attributes in _elements(archive, "xl/styles.xml", file_name):
        if name == "numFmt" and _ZEROS.match(attributes.get("formatCode", "")):
            widths[attributes.get("numFmtId", "")] = len(attributes["formatCode"])
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside_cells = name == "cellXfs"
        elif name == "xf" and inside_cells:
            width = widths.get(attributes.get("numFmtId", ""))
            if width:
                styles[str(position)] = width
            position += 1
    return styles


def _elements(archive: zipfile.ZipFile, part: str, file_name: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part: its name and attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((tag.rpartition(":")[2], plain))

    parser = _parser(start, file_name)
    with archive.open(part) as stream:
        _feed(parser, stream)
    return found


def _parser(start: Callable[[str, dict[str, str]], None], file_name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ReadingError("workbook_damaged", file=file_name)

    # A document type, and with it every entity, has no place in a workbook.
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    return parser


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    while block := stream.read(_BLOCK):
        parser.Parse(block, False)
    parser.Parse(b"", True)


class _Sheet:
    """Follows the elements of one worksheet."""

    def __init__(self, padding: dict[str, int], file_name: str) -> None:
        self._padding = padding
        self._file_name = file_name
        self._parts = SheetParts()
        self._place: Place = (0, 0)
        self._formula = False
        self._value = False
        self._inside_value = False
        self._error: str | None = None

    def read(self, archive: zipfile.ZipFile, part: str) -> SheetParts:
        parser = _parser(self._start, self._file_name)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        with archive.open(part) as stream:
            _feed(parser, stream)
        if self._parts.rows * self._parts.columns > MAX_CELLS:
            raise ReadingError("workbook_too_large", file=self._file_name)
        return self._parts

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._inside_value = True
        elif name == "row":
            row = int(attributes.get("r", self._place[0] + 1))
            self._place = (row, 0)
            if attributes.get("hidden") in ("1", "true"):
                self._parts.hidden_rows.add(row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self._parts.hidden_columns.update(range(first, min(last, first + 1_000) + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _CELL.match(attributes.get("r", ""))
        if found is None:
            self._place = (self._place[0], self._place[1] + 1)
        else:
            column = 0
            for letter in found.group(1):
                column = 26 * column + ord(letter) - 64
            self._place = (int(found.group(2)), column)
        self._formula = self._value = False
        self._error = "" if attributes.get("t") == "e" else None
        width = self._padding.get(attributes.get("s", ""))
        if width and attributes.get("t", "n") == "n":
            self._parts.padded[self._place] = width

    def _characters(self, text: str) -> None:
        if self._inside_value and not text.isspace():
            self._value = True
            if self._error is not None and len(self._error) < _LONGEST_ERROR:
                self._error += text

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self._inside_value = False
        elif name == "c":
            if self._formula and not self._value:
                self._parts.unsolved.append(self._place)
            if self._formula or self._value:
                self._parts.rows = max(self._parts.rows, self._place[0])
                self._parts.columns = max(self._parts.columns, self._place[1])
            if self._error:
                self._parts.errors[self._place] = self._error[:_LONGEST_ERROR]
