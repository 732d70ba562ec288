"""Writes files in legacy encodings, byte for byte as old programs did."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from layers.reading.encodings import encode

#: Every way in which a Vietnamese name reaches us; "+" is legacy text stored as proper Unicode.
FORMS = (
    *("utf-8", "decomposed", "tcvn3", "vni", "viscii", "cp1258", "utf-8-twice"),
    *("tcvn3+unicode", "vni+unicode", "viscii+unicode", "cp1258+unicode"),
)
LEGACY = ("tcvn3", "vni", "viscii", "cp1258")


def as_bytes(text: str, form: str) -> bytes:
    """Bytes of ``text`` in one of the `FORMS`."""
    if form == "utf-8":
        return text.encode()
    if form == "decomposed":
        return unicodedata.normalize("NFD", text).encode()
    encoding, _plus, wrapped = form.partition("+")
    data = encode(text, encoding)
    if not wrapped:
        return data
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data).encode()


def encoding_of(form: str) -> str:
    """Encoding that should be found for a form."""
    return "utf-8" if form == "decomposed" else form.partition("+")[0]


def write_shapefile(folder: Path, columns: dict[str, Sequence[bytes]], cpg: str | None = None) -> Path:
    """Points with character fields of exactly these bytes, and a ``.cpg`` that claims ``cpg``."""
    count = len(next(iter(columns.values())))
    widths = {name: max(map(len, values)) for name, values in columns.items()}
    plain = {name: ["x" * widths[name]] * count for name in columns}
    points = gpd.points_from_xy([106 + i / 1000 for i in range(count)], [11] * count, crs=4326)
    path = folder / "xa.shp"
    pyogrio.write_dataframe(gpd.GeoDataFrame(plain, geometry=points), path, encoding="UTF-8")
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    head, size = struct.unpack("<HH", data[8:12])
    fields = [data[32 + 32 * i + 16] for i in range(len(columns))]
    for row in range(count):
        at = head + row * size + 1
        for width, values in zip(fields, columns.values(), strict=True):
            data[at : at + width] = values[row].ljust(width)
            at += width
    table.write_bytes(data)
    path.with_suffix(".cpg").unlink()
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    return path


def write_csv(path: Path, columns: dict[str, Sequence[bytes]]) -> Path:
    """Comma-separated table of exactly these bytes; headings in ASCII."""
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns).encode(), *(b",".join(row) for row in rows)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def write_mapinfo(folder: Path, values: Sequence[bytes], charset: str) -> Path:
    """Exchange file with one character column ``TEN`` and a declared character set."""
    path = folder / "xa.mif"
    points = gpd.GeoDataFrame(
        {"TEN": ["x"] * len(values)}, geometry=[shapely.Point(106, 11)] * len(values), crs=4326
    )
    pyogrio.write_dataframe(points, path, driver="MapInfo File", FORMAT="MIF")
    path.write_text(path.read_text().replace('Charset "Neutral"', f'Charset "{charset}"'))
    path.with_suffix(".mid").write_bytes(b"".join(b'"' + value + b'"\r\n' for value in values))
    return path
