"""Recognises a file by what is in it; the extension only decides between kinds of text."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Literal

from layers.reading.errors import ReadingError

Kind = Literal["gpkg", "shapefile", "geojson", "csv", "zip"]

_SHP_FILE_CODE = 9994
_GPKG_APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")
_TEXT_EXTENSIONS = {".csv", ".tsv", ".txt", ".tab"}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096


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
        return "zip"
    if len(head) >= 100 and struct.unpack(">i", head[:4])[0] == _SHP_FILE_CODE:
        return "shapefile"
    if extension in (".shp", ".shx", ".dbf"):
        if extension != ".shp" and _main_file(path) is not None:
            return "shapefile"
        raise ReadingError("shapefile_damaged", file=path.name)
    return _sniff_text(path, head, extension)


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


def _sniff_text(path: Path, head: bytes, extension: str) -> Kind:
    if head.startswith(_UTF16_MARKS):
        return "csv"
    if b"\0" in head:
        raise ReadingError("format_not_supported", file=path.name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"[") and extension not in _TEXT_EXTENSIONS:
        return "geojson"
    if text.lower().startswith((b"<", b"!table", b"%pdf", b"version ")):
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
