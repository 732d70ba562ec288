"""Opens a file of any supported format; see `open_source`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from layers.reading.encodings import Wanted, own_choice
from layers.reading.errors import ReadingError
from layers.reading.formats.base import Source
from layers.reading.formats.sniffing import main_mapinfo, main_shapefile, sniff
from layers.reading.formats.text import known_encoding
from layers.reading.formats.zipped import Unpacked, unpack
from layers.reading.names import nfc

__all__ = ["Source", "fingerprint", "open_source"]

#: Files of several parts, each with what counts for the fingerprint.
_PARTS = (
    (".shp", ".shx", ".dbf", ".prj", ".cpg"),
    (".tab", ".dat", ".map", ".id"),
    (".mif", ".mid"),
)
_WITH_LAYERS = (".gpkg", ".kml", ".xlsx", ".xlsm", ".xls")


def open_source(path: str | Path, layer: str | None = None, encoding: Wanted = None) -> Source:
    """Open a file of any supported format, told apart by content.

    GeoPackage, shapefile, GeoJSON, KML, MapInfo table or exchange file, Excel workbook, CSV, and a
    zip (KMZ) of any of them.

    Args:
        path: the file; for a shapefile or a MapInfo set any of its parts, or a zip of them.
        layer: the layer (sheet, folder) to read, needed where the file has several.
        encoding: "tcvn3", "vni", "viscii", "cp1258", "utf-8" or any codec of Python for all text;
            or encodings by column, the others being told from their text; or "best" for the most
            probable of each column. By default text that is clearly in an encoding is read in it.

    Returns:
        A `Source`, to be closed (or used in ``with``): a zip is unpacked while it is open.

    Raises:
        ReadingError: with one sentence saying what is wrong and what to do.
    """
    file = Path(path)
    if encoding is not None:
        own = own_choice(encoding)
        encoding = own if own is not None or not isinstance(encoding, str) else known_encoding(encoding)
    if sniff(file) != "zip":
        return _open(file, file, layer, encoding)
    unpacked = unpack(file)
    try:
        return _open_unpacked(file, unpacked, layer, encoding)
    except ReadingError:
        unpacked.folder.cleanup()
        raise


def _open(path: Path, data_file: Path, layer: str | None, encoding: Wanted) -> Source:
    kind = sniff(data_file)
    # Some formats are Unicode by definition, but people type legacy fonts into them all the same.
    inside = encoding if encoding == "utf-8" or own_choice(encoding) is not None else None
    # Loaded when a file of it comes: GDAL and Excel take longer to load than many a text to read.
    if kind == "csv":
        from layers.reading.formats.table import CsvSource

        if layer is not None:
            raise ReadingError("no_layers", file=path.name)
        return CsvSource(path, data_file=data_file, encoding=encoding)
    if kind == "gpkg":
        from layers.reading.formats.vector import GeoPackageSource

        return GeoPackageSource(path, data_file=data_file, layer=layer, encoding=inside)
    if kind == "geojson":
        from layers.reading.formats.vector import GeoJsonSource

        return GeoJsonSource(path, data_file=data_file, layer=layer, encoding=inside)
    if kind == "shapefile":
        from layers.reading.formats.vector import ShapefileSource

        main = main_shapefile(data_file)
        return ShapefileSource(path, data_file=main, layer=layer, encoding=encoding)
    if kind == "kml":
        from layers.reading.formats.kml import KmlSource

        return KmlSource(path, data_file=data_file, layer=layer, encoding=inside)
    if kind == "mapinfo":
        from layers.reading.formats.mapinfo import MapInfoSource

        main = main_mapinfo(data_file)
        return MapInfoSource(path, data_file=main, layer=layer, encoding=encoding)
    if kind == "workbook":
        from layers.reading.formats.workbook import WorkbookSource

        return WorkbookSource(path, data_file=data_file, layer=layer, encoding=inside)
    raise ReadingError("zip_nested", file=path.name)


def _open_unpacked(path: Path, unpacked: Unpacked, layer: str | None, encoding: Wanted) -> Source:
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
    if len(sets) > 1 or sets[chosen].suffix not in _WITH_LAYERS:
        source.layers = tuple(sets)
        source.layer = chosen
    return source


def fingerprint(path: str | Path) -> str:
    """SHA-256 of a file's content; of all parts, in a fixed order, for a shapefile or MapInfo set.

    The same data under another file name have the same fingerprint.
    """
    file = Path(path)
    digest = hashlib.sha256()
    by_suffix = {p.suffix.lower(): p for p in file.parent.glob(f"{_escaped(file.stem)}.*")}
    parts = [file]
    for suffixes in _PARTS:
        if file.suffix.lower() in suffixes and suffixes[0] in by_suffix:
            parts = [by_suffix[suffix] for suffix in suffixes if suffix in by_suffix]
    for part in parts:
        with part.open("rb") as stream:
            while block := stream.read(1024 * 1024):
                digest.update(block)
    return digest.hexdigest()


def _escaped(stem: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in stem)
