"""Recognises a file by what is in it; the extension only decides between kinds of text."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Literal

from layers.reading.errors import ReadingError

Kind = Literal["gpkg", "shapefile", "geojson", "kml", "mapinfo", "workbook", "csv", "zip"]

_SHP_FILE_CODE = 9994
_GPKG_APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")
_TEXT_EXTENSIONS = {".csv", ".tsv", ".txt", ".tab"}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Parts of a MapInfo set, and the part that stands for the whole.
_MAPINFO_MAIN = {".dat": ".tab", ".map": ".tab", ".id": ".tab", ".mid": ".mif"}


def sniff(path: Path) -> Kind:
    """Kind of the file at ``path``.

    Raises:
        ReadingError: ``file_missing``, ``file_is_folder``, ``file_unreadable``, ``file_empty``,
            ``shapefile_damaged`` or ``format_not_supported``.
    """
    if path.is_dir():
        raise ReadingError("file_is_folder", file=path.name)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError:
        raise ReadingError("file_missing", file=str(path)) from None
    except (OSError, ValueError):
        raise ReadingError("file_unreadable", file=path.name) from None
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ReadingError("file_empty", file=path.name)
    extension = path.suffix.lower()
    if head.startswith(b"SQLite format 3\0"):
        if head[68:72] in _GPKG_APPLICATION_IDS or extension == ".gpkg":
            return "gpkg"
        raise ReadingError("format_not_supported", file=path.name)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return "workbook" if _is_workbook(path) else "zip"
    if head.startswith(_COMPOUND_FILE):
        if extension in (".doc", ".ppt", ".msg"):
            raise ReadingError("office_file", file=path.name)
        return "workbook"
    if len(head) >= 100 and struct.unpack(">i", head[:4])[0] == _SHP_FILE_CODE:
        return "shapefile"
    if extension in (".shp", ".shx", ".dbf"):
        if extension != ".shp" and _main_file(path) is not None:
            return "shapefile"
        raise ReadingError("shapefile_damaged", file=path.name)
    if extension in _MAPINFO_MAIN and main_mapinfo(path) != path:
        return "mapinfo"
    if extension in (".map", ".id", ".mid"):
        whole = ".MIF, .MID" if extension == ".mid" else ".TAB, .DAT, .MAP, .ID"
        part = _MAPINFO_MAIN[extension].upper()
        raise ReadingError("mapinfo_part_missing", file=path.name, part=part, whole=whole)
    return _sniff_text(path, head, extension)


def _is_workbook(path: Path) -> bool:
    """Whether a zip is an .xlsx; a Word file or a binary workbook is refused.

    Damage is left to those who unpack.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            raise ReadingError("workbook_damaged", file=path.name) from None
        return False
    if "[Content_Types].xml" not in names:
        return False
    if "xl/workbook.xml" not in names:
        raise ReadingError("office_file", file=path.name)
    return True


def _main_file(path: Path) -> Path | None:
    """Return the .shp beside a .dbf or .shx that was given instead."""
    for suffix in (".shp", ".SHP"):
        main = path.with_suffix(suffix)
        if main.is_file():
            return main
    return None


def main_shapefile(path: Path) -> Path:
    """Return the .shp of the set that ``path`` belongs to."""
    if path.suffix.lower() in (".dbf", ".shx"):
        return _main_file(path) or path
    return path


def main_mapinfo(path: Path) -> Path:
    """Return the .TAB or .MIF of the set that ``path`` belongs to; ``path`` when it has none."""
    suffix = _MAPINFO_MAIN.get(path.suffix.lower())
    for candidate in (suffix, suffix.upper()) if suffix else ():
        main = path.with_suffix(candidate)
        if main.is_file():
            return main
    return path


def _sniff_text(path: Path, head: bytes, extension: str) -> Kind:
    if head.startswith(_UTF16_MARKS):
        return "kml" if extension == ".kml" else "csv"
    if b"\0" in head:
        raise ReadingError("format_not_supported", file=path.name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"[") and extension not in _TEXT_EXTENSIONS:
        return "geojson"
    lower = text.lower()
    if lower.startswith(b"!table") or (lower.startswith(b"version ") and extension == ".mif"):
        return "mapinfo"
    if extension == ".mif":
        raise ReadingError("mapinfo_damaged", file=path.name)
    if lower.startswith(b"<") and (extension == ".kml" or b"<kml" in lower):
        return "kml"
    if extension == ".kml":
        raise ReadingError("kml_damaged", file=path.name)
    if lower.startswith((b"<", b"%pdf", b"version ")):
        raise ReadingError("format_not_supported", file=path.name)
    if extension in (".geojson", ".json"):
        raise ReadingError("geojson_damaged", file=path.name)
    if extension in _TEXT_EXTENSIONS or _looks_delimited(text):
        return "csv"
    raise ReadingError("format_not_supported", file=path.name)


def _looks_delimited(text: bytes) -> bool:
    first_line = text.splitlines()[0]
    control = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in text)
    return control == 0 and any(mark in first_line for mark in (b",", b";", b"\t"))
