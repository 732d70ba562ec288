"""Opens a file of any supported format; see `open_source`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from layers.reading.errors import ReadingError
from layers.reading.formats.base import Source
from layers.reading.formats.sniffing import main_shapefile, sniff
from layers.reading.formats.table import CsvSource
from layers.reading.formats.text import known_encoding
from layers.reading.formats.vector import GeoJsonSource, GeoPackageSource, ShapefileSource
from layers.reading.formats.zipped import Unpacked, unpack
from layers.reading.names import nfc

__all__ = ["Source", "fingerprint", "open_source"]

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def open_source(path: str | Path, layer: str | None = None, encoding: str | None = None) -> Source:
    """Open a GeoPackage, shapefile (also zipped), GeoJSON or CSV file, told apart by content.

    Args:
        path: the file; for a shapefile any of .shp, .dbf, .shx, or a zip of them.
        layer: the layer to read, needed where the file has several.
        encoding: text encoding of a shapefile's table or a CSV, where it cannot be told.

    Returns:
        A `Source`, to be closed (or used in ``with``): a zip is unpacked while it is open.

    Raises:
        ReadingError: with one sentence saying what is wrong and what to do.
    """
    file = Path(path)
    if encoding is not None:
        encoding = known_encoding(encoding)
    if sniff(file) != "zip":
        return _open(file, file, layer, encoding)
    unpacked = unpack(file)
    try:
        return _open_unpacked(file, unpacked, layer, encoding)
    except ReadingError:
        unpacked.folder.cleanup()
        raise


def _open(path: Path, data_file: Path, layer: str | None, encoding: str | None) -> Source:
    kind = sniff(data_file)
    if kind == "csv":
        if layer is not None:
            raise ReadingError("no_layers", file=path.name)
        return CsvSource(path, data_file=data_file, encoding=encoding)
    if kind == "gpkg":
        return GeoPackageSource(path, data_file=data_file, layer=layer)
    if kind == "geojson":
        return GeoJsonSource(path, data_file=data_file, layer=layer)
    if kind == "shapefile":
        main = main_shapefile(data_file)
        return ShapefileSource(path, data_file=main, layer=layer, encoding=encoding)
    raise ReadingError("format_not_supported", file=path.name)


def _open_unpacked(path: Path, unpacked: Unpacked, layer: str | None, encoding: str | None) -> Source:
    """Open one data set of an archive; with several, ``layer`` names the data set."""
    sets = unpacked.main_files
    inner_layer = layer
    if len(sets) > 1:
        names = ", ".join(sets)
        if layer is None:
            raise ReadingError("layer_ambiguous", file=path.name, layers=names)
        chosen = next((name for name in sets if nfc(name) == nfc(layer)), None)
        if chosen is None:
            raise ReadingError("layer_unknown", file=path.name, layer=layer, layers=names)
        inner_layer = None
    else:
        chosen = next(iter(sets))
        if layer is not None and nfc(layer) == nfc(chosen):
            inner_layer = None
    try:
        source = _open(path, sets[chosen], inner_layer, encoding)
    except ReadingError as error:
        # Sentences name the file the user knows, not the one in the temporary folder.
        raise ReadingError(error.code, **{**error.params, "file": path.name}) from None
    source.hold(unpacked.folder)
    if sets[chosen].suffix != ".gpkg":
        source.layers = tuple(sets)
        source.layer = chosen
    return source


def fingerprint(path: str | Path) -> str:
    """SHA-256 of a file's content; of all parts, in a fixed order, for a shapefile set.

    The same data under another file name have the same fingerprint.
    """
    file = Path(path)
    digest = hashlib.sha256()
    if file.suffix.lower() in (".shp", ".shx", ".dbf"):
        by_suffix = {p.suffix.lower(): p for p in file.parent.glob(f"{_escaped(file.stem)}.*")}
        parts = [by_suffix[suffix] for suffix in _PARTS if suffix in by_suffix]
    else:
        parts = [file]
    for part in parts:
        with part.open("rb") as stream:
            while block := stream.read(1024 * 1024):
                digest.update(block)
    return digest.hexdigest()


def _escaped(stem: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in stem)
