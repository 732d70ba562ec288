"""MapInfo tables (``.TAB`` with its set) and exchange files (``.MIF`` with ``.MID``), through GDAL.

MapInfo stamps ``WindowsLatin1`` on any text, TCVN3 included, and GDAL builds do not know
``WindowsVietnamese``. So GDAL is shown a copy that declares no character set and hands the bytes
on as they are; the encoding is decided here. The copy also keeps GDAL away from views and linked
tables, which name other files.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.reading.encodings import BYTES, Wanted
from layers.reading.errors import ReadingError
from layers.reading.formats.dbf import beside, records_carrier
from layers.reading.formats.row_sizes import line_sizes
from layers.reading.formats.text import decodes
from layers.reading.formats.vector import VectorSource

TABLE_PARTS = (".tab", ".dat", ".map", ".id")
EXCHANGE_PARTS = (".mif", ".mid")

#: MapInfo's names of character sets that mean what they say; WindowsLatin1 is stamped on anything.
_CHARSETS = {
    "windowsvietnamese": "cp1258",
    "windowslatin2": "cp1250",
    "windowscyrillic": "cp1251",
    "windowsgreek": "cp1253",
}
_CHARSET = re.compile(rb'(charset\s+)"?([\w-]+)"?', re.IGNORECASE)
_KIND = re.compile(rb"^\s*type\s+(\w+)", re.IGNORECASE | re.MULTILINE)
_ELSEWHERE = re.compile(
    rb"^\s*(open\s+table|create\s+view|begin_metadata[^\0]*isseamless\"\s*=\s*\"true)",
    re.IGNORECASE | re.MULTILINE,
)
#: The text of a .TAB and the head of a .MIF stay far below this.
_MAX_HEAD = 1024 * 1024


class MapInfoSource(VectorSource):
    """A MapInfo table or exchange file; frames as those of every vector source."""

    format = "mapinfo"
    _copy: tempfile.TemporaryDirectory[str] | None = None
    _charset: str | None = None

    def __init__(
        self,
        path: Path,
        *,
        data_file: Path | None = None,
        layer: str | None = None,
        encoding: Wanted = None,
    ) -> None:
        """Open the table; see `VectorSource`.

        Raises:
            ReadingError: ``mapinfo_part_missing``, ``mapinfo_not_native``, ``mapinfo_damaged``,
                ``encoding_unknown``.
        """
        self._original = data_file or path
        try:
            super().__init__(path, data_file=data_file, layer=layer, encoding=encoding)
        except ReadingError:
            self._remove_copy()
            raise

    def _check_set(self) -> None:
        """Find every part, and set up the copy that GDAL reads."""
        if self._original.suffix.lower() == ".mif":
            self._copy_exchange_file()
        else:
            self._copy_table()

    def _part(self, suffix: str, whole: tuple[str, ...]) -> Path:
        part = beside(self._original, suffix)
        if part is None:
            names = ", ".join(p.upper() for p in whole)
            raise ReadingError("mapinfo_part_missing", file=self.path.name, part=suffix.upper(), whole=names)
        return part

    def _copy_table(self) -> None:
        head = self._original.read_bytes()[:_MAX_HEAD]
        kind = _KIND.search(head)
        if kind is None or _ELSEWHERE.search(head):
            raise ReadingError("mapinfo_not_native", file=self.path.name, kind="VIEW")
        name = kind.group(1).decode("ascii", "replace").upper()
        if name not in ("NATIVE", "DBF"):
            raise ReadingError("mapinfo_not_native", file=self.path.name, kind=name)
        suffixes = TABLE_PARTS if name == "NATIVE" else (".tab", ".dbf", ".map", ".id")
        parts = [self._part(suffix, suffixes) for suffix in suffixes[1:]]
        self._records = parts[0]
        folder = self._folder_for_copy()
        for suffix, part in zip(suffixes[1:], parts, strict=True):
            (folder / f"{self._original.stem}{suffix}").symlink_to(part.absolute())
        self._file = folder / f"{self._original.stem}.tab"
        self._file.write_bytes(self._without_charset(head))

    def _copy_exchange_file(self) -> None:
        self._records = self._part(".mid", EXCHANGE_PARTS)
        folder = self._folder_for_copy()
        (folder / f"{self._original.stem}.mid").symlink_to(self._records.absolute())
        self._file = folder / f"{self._original.stem}.mif"
        with self._original.open("rb") as source, self._file.open("wb") as copy:
            head = source.read(_MAX_HEAD)
            columns = re.search(rb"^\s*columns\s", head, re.IGNORECASE | re.MULTILINE)
            if columns is None:
                raise self._damaged()
            copy.write(self._without_charset(head[: columns.start()]))
            copy.write(head[columns.start() :])
            while block := source.read(_MAX_HEAD):
                copy.write(block)

    def _without_charset(self, head: bytes) -> bytes:
        declared = _CHARSET.search(head)
        if declared is not None:
            self._charset = declared.group(2).decode("ascii", "replace").lower()
        return _CHARSET.sub(rb'\1"Neutral"', head)

    def _folder_for_copy(self) -> Path:
        self._copy = tempfile.TemporaryDirectory(prefix="diaban-")
        return Path(self._copy.name)

    def _text_carrier(self) -> str:
        if self._file.suffix == ".tab":
            return records_carrier(self._records)
        return "utf-8" if decodes(self._records, "utf-8") else BYTES

    def _told_sizes(self) -> NDArray[np.int64]:
        sizes = super()._told_sizes()
        if self._file.suffix == ".tab":
            # Records of one length; the text of a .MID is as long as its line.
            return sizes + self._records.stat().st_size // max(self._count, 1)
        lines = line_sizes(self._records)
        return sizes + (lines if len(lines) == len(sizes) else lines.max(initial=0))

    def _declared_encoding(self) -> str | None:
        return _CHARSETS.get(self._charset or "")

    def _read_options(self) -> dict[str, Any]:
        return {"encoding": self._carrier}

    def close(self) -> None:
        """Remove the copy as well."""
        self._remove_copy()
        super().close()

    def _remove_copy(self) -> None:
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None
