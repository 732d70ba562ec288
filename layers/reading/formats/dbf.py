"""How to open a shapefile's table: as UTF-8, or as bytes whose encoding is settled by column.

A ``.cpg`` is often wrong: one that claims code page 1258 for UTF-8 data cuts Vietnamese letters
off. UTF-8 is hard to hit by chance, so a table that reads as UTF-8 is UTF-8 whatever the ``.cpg``
says; otherwise what it says is one candidate among those of `layers.reading.encodings`.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from layers.reading.encodings import BYTES, utf8_text

_BLOCK_RECORDS = 50_000


def table_carrier(main_file: Path) -> str:
    """Return how to open the ``.dbf`` beside ``main_file``: ``"utf-8"`` or `BYTES`."""
    table = beside(main_file, ".dbf")
    return "utf-8" if table is None else records_carrier(table)


def records_carrier(table: Path) -> str:
    """Return how to open a dBASE table (``.dbf``, or MapInfo's ``.DAT``): ``"utf-8"`` or `BYTES`."""
    return "utf-8" if all(utf8_text(text) is not None for text in _texts(table)) else BYTES


def projection_text(main_file: Path) -> str | None:
    """Content of the ``.prj`` beside ``main_file``, or None."""
    prj = beside(main_file, ".prj")
    if prj is None:
        return None
    return prj.read_text(encoding="utf-8-sig", errors="replace").strip() or None


def has_part(main_file: Path, suffix: str) -> bool:
    """Whether the file with this suffix, in either case, lies beside ``main_file``."""
    return beside(main_file, suffix) is not None


def beside(main_file: Path, suffix: str) -> Path | None:
    """Return the file with this suffix, in either case, beside ``main_file``; None without."""
    for candidate in (suffix, suffix.upper()):
        part = main_file.with_suffix(candidate)
        if part.is_file():
            return part
    return None


def declared_encoding(main_file: Path) -> str | None:
    """Python's name of the code page in the ``.cpg``, where it is neither UTF-8 nor ASCII."""
    cpg = beside(main_file, ".cpg")
    if cpg is None:
        return None
    name = cpg.read_text(encoding="ascii", errors="ignore").strip().lower()
    name = name.removeprefix("ansi").strip()
    if name.isdigit():
        name = f"cp{name}"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found in ("utf-8", "ascii") else found


def _texts(table: Path) -> Iterator[bytes]:
    """Distinct trimmed values of the character fields, and the field names."""
    with table.open("rb") as stream:
        header = stream.read(32)
        if len(header) < 32:
            return
        records, header_size, record_size = struct.unpack("<IHH", header[4:12])
        fields: list[tuple[int, int]] = []
        offset = 1
        while len(descriptor := stream.read(32)) == 32 and descriptor[0] != 0x0D:
            yield descriptor[:11].split(b"\0")[0]
            if descriptor[11:12] == b"C":
                fields.append((offset, descriptor[16] + 256 * descriptor[17]))
                offset += descriptor[16] + 256 * descriptor[17]
            else:
                offset += descriptor[16]
        stream.seek(header_size)
        if record_size == 0:
            return
        seen: set[bytes] = set()
        while records > 0:
            block = stream.read(record_size * min(records, _BLOCK_RECORDS))
            count = len(block) // record_size
            if count == 0:
                return
            records -= count
            if block.isascii():
                continue
            rows = np.frombuffer(block[: count * record_size], np.uint8).reshape(count, record_size)
            for start, width in fields:
                column = np.ascontiguousarray(rows[:, start : start + width])
                if column.shape[1] == 0:
                    continue
                for value in np.unique(column.view(f"S{column.shape[1]}")):
                    text = bytes(value).rstrip(b" \0")
                    if text not in seen:
                        seen.add(text)
                        yield text
