"""KML, read as a stream; each folder with places is a layer.

GDAL is not used: it would try every driver that knows XML, some of which open other files and
addresses named in the text. Here a document type, and with it every entity, is refused; nothing
outside the file is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import geopandas as gpd
import pandas as pd
import pyproj
import shapely

from layers.reading.encodings import Wanted
from layers.reading.errors import ReadingError
from layers.reading.formats.base import MAX_CELL, ROWS_OF_UNICODE, Source
from layers.reading.formats.kml_shapes import ShapeBuilder
from layers.reading.names import nfc
from layers.reading.problems import Problem

_BLOCK = 256 * 1024
#: Deeper than any folder tree; a hostile file nests without end.
_MAX_DEPTH = 100
_FOLDERS = ("Document", "Folder")
_TEXTS = ("name", "value", "SimpleData")


@dataclass
class _Layer:
    name: str
    rows: list[dict[str, str]] = field(default_factory=list)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)


class KmlSource(Source):
    """A KML file: the name of each place and its extended data as text, geometry in WGS 84."""

    format = "kml"
    first_row = 1

    def __init__(
        self,
        path: Path,
        *,
        data_file: Path | None = None,
        layer: str | None = None,
        encoding: Wanted = None,
    ) -> None:
        """Read all places of the file and choose a layer.

        Raises:
            ReadingError: ``kml_damaged``, ``kml_entities``, ``kml_links_only``, ``no_rows``, layer
                unknown or ambiguous.
        """
        self.path = path
        self.crs = pyproj.CRS.from_epsg(4326)
        reader = _Reader(path.name)
        reader.read(data_file or path)
        found = _named_apart([entry for entry in reader.layers if entry.rows], path.stem)
        if not found:
            raise ReadingError("kml_links_only" if reader.links else "no_rows", file=path.name)
        self.layers = tuple(found)
        self._layer = found[self._choose_layer(layer)]
        self.layer = self._layer.name
        self._keys = tuple(dict.fromkeys(key for row in self._layer.rows for key in row)) or ("name",)
        self._settle_text(self._keys, [self._attributes(0, ROWS_OF_UNICODE)], encoding=encoding)
        self._check_columns()
        if reader.shapes.heights:
            self.problems.append(Problem(None, "geometry", "height_dropped"))

    def _attributes(self, start: int, rows: int) -> pd.DataFrame:
        """Return the texts of some rows, as the file has them."""
        part = self._layer.rows[start : start + rows]
        index = pd.RangeIndex(start + 1, start + 1 + len(part), name="row")
        texts = {key: [row.get(key, "") for row in part] for key in self._keys}
        return pd.DataFrame(texts, index, dtype=object)

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """See `Source.chunks`."""
        for start in range(0, len(self._layer.rows), rows):
            part = self._attributes(start, rows)
            named = zip(self.columns, self._keys, strict=True)
            data = {column: self.decoding.series(column, part[key]) for column, key in named}
            shapes = gpd.GeoSeries(self._layer.shapes[start : start + rows], index=part.index)
            yield gpd.GeoDataFrame(data, geometry=shapes, crs=self.crs)


def _named_apart(layers: list[_Layer], default: str) -> dict[str, _Layer]:
    """Layers by name; those of the same name are numbered."""
    found: dict[str, _Layer] = {}
    for layer in layers:
        base = nfc(layer.name) or default
        name, number = base, 2
        while name in found:
            name, number = f"{base} ({number})", number + 1
        layer.name = name
        found[name] = layer
    return found


class _Reader:
    """Follows the elements of one file."""

    def __init__(self, file_name: str) -> None:
        root = _Layer("")
        self.layers = [root]
        self.links = False
        self.shapes = ShapeBuilder()
        self._file_name = file_name
        self._path: list[str] = []
        self._open_layers = [root]
        self._row: dict[str, str] | None = None
        self._key = ""
        self._text: list[str] | None = None
        self._length = 0

    def read(self, file: Path) -> None:
        """Read the whole file.

        Raises:
            ReadingError: ``kml_damaged``, ``kml_entities``, ``cell_too_long``.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            with file.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    parser.Parse(block, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError):
            raise ReadingError("kml_damaged", file=self._file_name) from None

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise ReadingError("kml_entities", file=self._file_name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._path.append(name)
        if len(self._path) > _MAX_DEPTH or (len(self._path) == 1 and name != "kml"):
            raise ReadingError("kml_damaged", file=self._file_name)
        self._text = None
        if name in _FOLDERS:
            layer = _Layer("")
            self.layers.append(layer)
            self._open_layers.append(layer)
        elif name == "Placemark":
            self._row = {}
            self.shapes.begin()
        elif name == "NetworkLink":
            self.links = True
        elif name in ("Data", "SimpleData"):
            self._key = nfc(attributes.get("name", ""))
        if self._row is not None:
            self.shapes.start(name)
        if name in _TEXTS or name in ShapeBuilder.TEXTS:
            self._text, self._length = [], 0

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
            self._length += len(text)
            if self._path[-1] in _TEXTS and self._length > MAX_CELL:
                self._refuse_long_text()

    def _refuse_long_text(self) -> NoReturn:
        raise ReadingError(
            "cell_too_long",
            file=self._file_name,
            row=len(self._open_layers[-1].rows) + 1,
            column=self._key or self._path[-1],
            count=self._length,
            limit=MAX_CELL,
        )

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        text = "".join(self._text).strip() if self._text is not None else None
        self._text = None
        parent = self._path[-1] if self._path else ""
        if self._row is not None:
            if text is not None:
                self._take_text(name, parent, text)
            self.shapes.end(name)
            if name == "Placemark":
                self._finish_row()
        elif name == "name" and text and parent in _FOLDERS:
            self._open_layers[-1].name = text
        elif name in _FOLDERS:
            self._open_layers.pop()

    def _take_text(self, name: str, parent: str, text: str) -> None:
        row = self._row
        if row is None:
            return
        if name == "name" and parent == "Placemark":
            row["name"] = text
        elif name == "SimpleData" or (name == "value" and parent == "Data"):
            key = self._key or "(không tên)"
            row["name (2)" if key == "name" else key] = text
        elif name in ShapeBuilder.TEXTS:
            self.shapes.text(name, text)

    def _finish_row(self) -> None:
        layer = self._open_layers[-1]
        layer.rows.append(self._row or {})
        layer.shapes.append(self.shapes.finish())
        self._row = None
