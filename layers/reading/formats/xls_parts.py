"""What an .xls says besides values: hidden rows and columns, and how far its cells reach.

An .xls is a stream of records in a small file system (compound file). Both are walked here with
every offset checked, so that a damaged or hostile file is refused before it is read for values.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from layers.reading.errors import ReadingError
from layers.reading.formats.workbook_parts import MAX_CELLS, SheetParts

#: Excel 97–2003 cannot write more; twice that is no honest .xls.
_MAX_BYTES = 512 * 1024**2
_MAX_COLUMNS = 256
_END = 0xFFFFFFFA

_BOF, _EOF, _BOUNDSHEET, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x002F
_ROW, _COLINFO = 0x0208, 0x007D
#: Records of one cell: number, RK, shared string, label, formula, boolean or error.
_CELLS = {0x0203, 0x027E, 0x00FD, 0x0204, 0x0006, 0x0205}
_MULTIPLE_RK = 0x00BD
_FORMULA, _BOOLEAN_OR_ERROR = 0x0006, 0x0205
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}


def xls_parts(path: Path, file_name: str) -> dict[str, SheetParts]:
    """Return the special parts of every sheet, by the sheet's name; see `SheetParts`.

    Formulas in an .xls always carry a result, and padded codes are not looked for.

    Raises:
        ReadingError: ``workbook_damaged``, ``workbook_encrypted``, ``workbook_too_large``.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise ReadingError("workbook_too_large", file=file_name)
    try:
        streams = _CompoundFile(path.read_bytes())
        if streams.has("EncryptedPackage"):
            raise ReadingError("workbook_encrypted", file=file_name)
        if streams.has("WordDocument") or streams.has("PowerPoint Document"):
            raise ReadingError("office_file", file=file_name)
        name = "Workbook" if streams.has("Workbook") else "Book"
        return _sheets(streams.read(name), file_name)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        raise ReadingError("workbook_damaged", file=file_name) from None


def _sheets(data: bytes, file_name: str) -> dict[str, SheetParts]:
    starts: list[tuple[str, int]] = []
    for kind, body in _records(data, 0):
        if kind == _FILEPASS:
            raise ReadingError("workbook_encrypted", file=file_name)
        if kind == _BOUNDSHEET:
            starts.append((_sheet_name(body), struct.unpack_from("<I", body)[0]))
    found = {}
    for name, start in starts:
        parts = _sheet(data, start)
        if parts.columns > _MAX_COLUMNS:
            raise ReadingError("workbook_damaged", file=file_name)
        if parts.rows * parts.columns > MAX_CELLS:
            raise ReadingError("workbook_too_large", file=file_name)
        found[name] = parts
    return found


def _sheet_name(body: bytes) -> str:
    length, flags = body[6], body[7] if len(body) > 7 else 0
    if flags == 0:
        return body[8 : 8 + length].decode("latin-1")
    if flags == 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le")
    return body[7 : 7 + length].decode("cp1252", "replace")


def _sheet(data: bytes, start: int) -> SheetParts:
    parts = SheetParts()
    for kind, body in _records(data, start):
        if kind in _CELLS or kind == _MULTIPLE_RK:
            row, column = struct.unpack_from("<HH", body)
            if kind == _MULTIPLE_RK:
                column = struct.unpack_from("<H", body, len(body) - 2)[0]
            parts.rows = max(parts.rows, row + 1)
            parts.columns = max(parts.columns, column + 1)
            if (error := _error(kind, body)) is not None:
                parts.errors[row + 1, column + 1] = error
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 12)[0]
            if flags & 0x20:
                parts.hidden_rows.add(row + 1)
        elif kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1:
                parts.hidden_columns.update(range(first + 1, min(last, _MAX_COLUMNS) + 2))
    return parts


def _error(kind: int, body: bytes) -> str | None:
    """Text of the error that a cell shows; None for a value."""
    if kind == _BOOLEAN_OR_ERROR and body[7]:
        return _ERRORS.get(body[6], "#N/A")
    if kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
        return _ERRORS.get(body[8], "#N/A")
    return None


def _records(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one substream, from its BOF to its EOF, charts inside it left out."""
    depth = 0
    at = start
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, body


class _CompoundFile:
    """The streams of a compound file (MS-CFB), version 3 or 4."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._size not in (512, 4096):
            raise struct.error("sector size")
        directory_start = struct.unpack_from("<I", data, 48)[0]
        self._cutoff, mini_start = struct.unpack_from("<II", data, 56)
        self._table = self._allocation_table()
        self._entries = dict(self._directory(self._chain(directory_start)))
        self._mini_table = _numbers(self._chain(mini_start)) if mini_start < _END else ()

    def has(self, name: str) -> bool:
        """Whether there is a stream of this name."""
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Content of a stream."""
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        small = self._chain(self._entries["Root Entry"][0])
        pieces = []
        seen = 0
        while start < _END and seen <= len(self._mini_table):
            pieces.append(small[64 * start : 64 * start + 64])
            start = self._mini_table[start]
            seen += 1
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise struct.error("sector beyond the end")
        return self._data[at : at + self._size]

    def _allocation_table(self) -> tuple[int, ...]:
        sectors = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._size)):
            if following >= _END:
                break
            numbers = _numbers(self._sector(following))
            sectors.extend(n for n in numbers[:-1] if n < _END)
            following = numbers[-1]
        return tuple(n for sector in sectors for n in _numbers(self._sector(sector)))

    def _chain(self, start: int) -> bytes:
        pieces = []
        number = start
        while number < _END:
            pieces.append(self._sector(number))
            if len(pieces) > len(self._table):
                raise struct.error("chain without end")
            number = self._table[number]
        return b"".join(pieces)

    @staticmethod
    def _directory(data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(data) - 127, 128):
            length = struct.unpack_from("<H", data, at + 64)[0]
            if 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le")
                yield name, struct.unpack_from("<II", data, at + 116)


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
