"""Unpacks the data sets in a zip or KMZ, safely.

An archive comes from outside: the sizes it declares may lie, its names may point out of the
folder, its content may swell a thousandfold. Only the members that are needed are unpacked, under
names of our own making, and the bytes are counted while they are written.
"""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from layers.reading.errors import ReadingError

#: 2 GB is the most a .shp or .dbf can hold; four times that is beyond any commune data.
MAX_UNPACKED_BYTES = 4 * 1024**3
#: Deflate reaches 1032:1 on zeros; honest coordinate data stay below 30:1.
MAX_RATIO = 200
#: Below this size no ratio is suspicious: a small table of one repeated word packs very well.
RATIO_FREE_BYTES = 64 * 1024**2
MAX_MEMBERS = 2_000

#: Main part of a set to its other parts; a single file has none.
_OTHER_PARTS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".dbf"),
    ".mif": (".mid",),
    **dict.fromkeys((".gpkg", ".geojson", ".json", ".kml", ".csv", ".xlsx", ".xlsm", ".xls"), ()),
}
_WANTED = {suffix for main, others in _OTHER_PARTS.items() for suffix in (main, *others)}
_ARCHIVES = {".zip", ".kmz", ".rar", ".7z", ".tar", ".gz", ".tgz"}
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Unpacked:
    """What an archive held: the main file of each data set, in a folder that goes when closed."""

    folder: tempfile.TemporaryDirectory[str]
    main_files: dict[str, Path]


def unpack(path: Path) -> Unpacked:
    """Unpack every data set of the archive into a private temporary folder.

    Raises:
        ReadingError: ``zip_damaged``, ``zip_encrypted``, ``zip_too_large``, ``zip_unsafe_name``,
            ``zip_without_data`` or ``zip_nested``.
    """
    folder = tempfile.TemporaryDirectory(prefix="diaban-")
    try:
        with zipfile.ZipFile(path) as archive:
            return Unpacked(folder, _unpack_members(path, archive, Path(folder.name)))
    except ReadingError:
        folder.cleanup()
        raise
    except RuntimeError:
        folder.cleanup()
        raise ReadingError("zip_encrypted", file=path.name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        folder.cleanup()
        raise ReadingError("zip_damaged", file=path.name) from None


def _unpack_members(path: Path, archive: zipfile.ZipFile, folder: Path) -> dict[str, Path]:
    members = [m for m in archive.infolist() if not m.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise ReadingError("zip_too_large", file=path.name)
    for member in members:
        _refuse_unsafe(path, member)
    budget = _Budget(path)
    nested = False
    sets: dict[str, Path] = {}
    stems: dict[str, str] = {}
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        suffix = name.suffix.lower()
        if name.parts[0] == "__MACOSX" or suffix not in _WANTED:
            nested |= suffix in _ARCHIVES
            continue
        stem = stems.setdefault(str(name.with_suffix("")).lower(), f"{len(stems):04d}")
        target = folder / f"{stem}{suffix}"
        budget.write(archive, member, target)
        if suffix in _OTHER_PARTS:
            sets[_free_name(name.stem, sets)] = target
    if not sets and nested:
        raise ReadingError("zip_nested", file=path.name)
    if "doc" in sets and path.suffix.lower() == ".kmz":
        # The place that KMZ has for its main file; further ones are fetched by links in it.
        return {"doc": sets["doc"]}
    if not sets:
        raise ReadingError("zip_without_data", file=path.name)
    return sets


def _free_name(stem: str, taken: dict[str, Path]) -> str:
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem} ({number})", number + 1
    return name


def _refuse_unsafe(path: Path, member: zipfile.ZipInfo) -> None:
    """Refuse names that lead out of the folder, and symbolic links."""
    name = PurePosixPath(member.filename.replace("\\", "/"))
    link = stat.S_ISLNK(member.external_attr >> 16)
    if link or not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        raise ReadingError("zip_unsafe_name", file=path.name, member=member.filename)


class _Budget:
    """Counts the bytes really written, against both limits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.packed = path.stat().st_size
        self.written = 0

    def write(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
        with archive.open(member) as source, target.open("xb") as out:
            while block := source.read(_BLOCK):
                self.written += len(block)
                swollen = self.written > max(RATIO_FREE_BYTES, MAX_RATIO * self.packed)
                if swollen or self.written > MAX_UNPACKED_BYTES:
                    raise ReadingError("zip_too_large", file=self.path.name)
                out.write(block)
