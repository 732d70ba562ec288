"""What each commune's outer edge faces: another province, the state border, or nothing that is loaded.

Found once for the communes in force and the border lines in use on a day, and kept: a screening may be
repeated with other parameters many times, the edges stay. The work is done in pieces of at most `PIECE_M`
metres:

* a piece of an edge that another commune has with the same end points faces that commune;
* any other piece faces the nearest commune or border line within the tolerance, or nothing ("open").

A commune that only touches the line with a corner, where its neighbours are nearer, so gets none of it. Edges
are measured rather than the line: on the real communes that gives the published length of the border, while
the line, which is coarser, comes out 3 % short.

Searching is done in the UTM zone of the communes (distances true within 0.3 % over the country, and only
compared with the tolerance); lengths are geodesic.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Self, TypeVar

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from numpy.typing import NDArray

from gis_app.screening.models import Frontier, FrontierSurvey
from layers.models import AdminUnit, BorderLine

ToMetres = Callable[[NDArray[np.float64]], NDArray[np.float64]]

# Fine against the shortest boundary that counts (100 m), coarse against the vertices of large-scale maps.
PIECE_M = 20.0
# Pieces in one line of a stored frontier; some 600 m.
STRETCH = 32
# Raised whenever this module would find something else in the same data.
METHOD = 2
_SAME_PLACE_M = 1e-6
_AT_ONCE = 20_000  # pieces searched at a time; keeps the pairs found in some 100 MB

_FINGERPRINT = """
SELECT md5(string_agg(concat_ws(':', id, province_code, area_m2), ';' ORDER BY id)) FROM layers_adminunit
WHERE id = ANY(%(units)s)
UNION ALL
SELECT md5(string_agg(concat_ws(':', id, country, md5(ST_AsBinary(geometry))), ';' ORDER BY id))
FROM layers_borderline
WHERE id = ANY(%(lines)s)
"""


@dataclass(frozen=True, slots=True)
class Segments:
    """Straight parts of lines: end points in degrees, and the index of their line's owner."""

    degrees: NDArray[np.float64]  # (n, 2, 2): part, end, longitude and latitude
    owner: NDArray[np.int64]

    def only(self, chosen: NDArray[np.bool_]) -> Self:
        """Return the chosen parts."""
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Pieces(Segments):
    """Short segments, with their end points in metres."""

    metres: NDArray[np.float64]  # (n, 2, 2): piece, end, x and y

    def midpoints(self) -> NDArray[np.object_]:
        """Return the middle of each piece in metres."""
        return shapely.points(self.metres.mean(axis=1))

    def lengths(self) -> NDArray[np.float64]:
        """Return the geodesic length of each piece in m."""
        # Loaded here, as below: this is loaded with every start of the program, and seldom asked.
        from layers.reading.geodesy import GEOD

        start, end = self.degrees[:, 0], self.degrees[:, 1]
        return np.asarray(GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2], dtype=float)


Parts = TypeVar("Parts", bound=Segments)


def survey(date: datetime.date, tolerance_m: float) -> FrontierSurvey:
    """Return the survey for the communes and border lines of a date, making it if there is none yet."""
    communes = AdminUnit.objects.communes().on(date).order_by("code", "id")
    border = BorderLine.objects.on(date).order_by("id")
    fingerprint = _fingerprint(
        list(communes.values_list("pk", flat=True)), list(border.values_list("pk", flat=True)), tolerance_m
    )
    known = FrontierSurvey.objects.filter(fingerprint=fingerprint).first()
    if known is not None:
        return known
    with transaction.atomic():
        with connection.cursor() as cursor:  # two first screenings at once: the second one waits and reads
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [fingerprint])
        made, created = FrontierSurvey.objects.get_or_create(fingerprint=fingerprint)
        if created:
            units = list(communes.defer("display_geometry"))
            Frontier.objects.bulk_create(_frontiers(made, units, list(border), tolerance_m), batch_size=500)
    return made


def _fingerprint(unit_ids: list[int], line_ids: list[int], tolerance_m: float) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_FINGERPRINT, {"units": unit_ids, "lines": line_ids})
        parts = [row[0] or "" for row in cursor.fetchall()]
    return hashlib.sha256(":".join([str(METHOD), str(float(tolerance_m)), *parts]).encode()).hexdigest()


def _frontiers(
    made: FrontierSurvey, units: list[AdminUnit], lines: list[BorderLine], tolerance_m: float
) -> list[Frontier]:
    if not units:
        return []
    shapes = shapely.from_wkb([bytes(unit.geometry.wkb) for unit in units])
    to_metres = _utm(shapes)
    # Most edges are shared as drawn, from vertex to vertex: what is left is cut, and looked at again.
    drawn, _partner = _unshared(_segments(shapely.boundary(shapes)), units)
    edges, partner = _unshared(_cut(drawn, to_metres), units)
    border_shapes = shapely.from_wkb([bytes(line.geometry.wkb) for line in lines])
    border = _around(_cut(_segments(border_shapes), to_metres), edges, tolerance_m)

    neighbour, distance = _nearest_other(edges, tolerance_m)
    neighbour = np.where(partner >= 0, partner, neighbour)
    distance = np.where(partner >= 0, 0.0, distance)
    line, line_distance = _nearest_line(edges, border, tolerance_m)
    line = np.where(line_distance < distance, line, -1)

    province = np.array([unit.province_code for unit in units], dtype=object)
    inner = (line < 0) & (neighbour >= 0) & (province[neighbour] == province[edges.owner])
    named = (province[neighbour] != "") & (province[edges.owner] != "")
    neighbour = np.where((line < 0) & named, neighbour, -1)
    return _grouped(made, units, lines, edges.only(~inner), neighbour[~inner], line[~inner])


def _utm(shapes: NDArray[np.object_]) -> ToMetres:
    """Return the projection of degrees to the metres of the shapes' UTM zone."""
    import pyproj

    west, _south, east, _north = shapely.total_bounds(shapes)
    zone = int(((west + east) / 2 + 180) // 6) + 1
    projection = pyproj.Transformer.from_crs("EPSG:4326", f"EPSG:{32600 + zone}", always_xy=True)
    return lambda xy: np.column_stack(projection.transform(xy[:, 0], xy[:, 1]))


def _segments(shapes: NDArray[np.object_]) -> Segments:
    """Return all lines from vertex to vertex."""
    lines, owner = shapely.get_parts(shapes, return_index=True)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[:-1] == line[1:]
    degrees = np.stack([xy[:-1][joined], xy[1:][joined]], axis=1)
    return Segments(degrees, owner[line[:-1][joined]].astype(np.int64))


def _cut(segments: Segments, to_metres: ToMetres) -> Pieces:
    """Cut segments into pieces of at most `PIECE_M`."""
    if len(segments.owner) == 0:
        return Pieces(segments.degrees, segments.owner, np.empty((0, 2, 2)))
    start, end = segments.degrees[:, 0], segments.degrees[:, 1]
    length = np.linalg.norm(to_metres(end) - to_metres(start), axis=1)
    cuts = np.maximum(1, np.ceil(length / PIECE_M)).astype(np.int64)
    which = np.repeat(np.arange(len(start)), cuts)
    step = (np.arange(len(which)) - np.repeat(np.cumsum(cuts) - cuts, cuts)) / cuts[which]
    run = (end - start)[which]
    begin = start[which] + run * step[:, None]
    finish = start[which] + run * (step + 1 / cuts[which])[:, None]
    degrees = np.stack([begin, finish], axis=1)
    metres = np.stack([to_metres(begin), to_metres(finish)], axis=1)
    return Pieces(degrees, segments.owner[which], metres)


def _unshared(edges: Parts, units: list[AdminUnit]) -> tuple[Parts, NDArray[np.int64]]:
    """Leave out parts that two communes of one province share exactly.

    Returns the other parts, and for each the commune that has the same part, or -1.
    """
    low, high = edges.degrees.min(axis=1), edges.degrees.max(axis=1)
    rising = (edges.degrees[:, 0] <= edges.degrees[:, 1]).all(axis=1) | (
        edges.degrees[:, 0] >= edges.degrees[:, 1]
    ).all(axis=1)
    # Two communes cut a shared segment from opposite ends: the same numbers to within rounding.
    key = np.column_stack([low, high]).round(10)
    order = np.lexsort((edges.owner, rising, *key.T))
    same = (key[order][1:] == key[order][:-1]).all(axis=1) & (rising[order][1:] == rising[order][:-1])
    partner = np.full(len(edges.owner), -1, dtype=np.int64)
    first, second = order[:-1][same], order[1:][same]
    partner[first], partner[second] = edges.owner[second], edges.owner[first]
    partner[partner == edges.owner] = -1
    province = np.array([unit.province_code for unit in units], dtype=object)
    kept = (partner < 0) | (province[partner] != province[edges.owner])
    return edges.only(kept), partner[kept]


def _around(pieces: Pieces, edges: Pieces, tolerance_m: float) -> Pieces:
    """Leave out the pieces that are beyond the tolerance around the box of all edges."""
    corners = edges.metres.reshape(-1, 2)
    middle = pieces.metres.mean(axis=1)
    low, high = corners.min(axis=0) - tolerance_m, corners.max(axis=0) + tolerance_m
    return pieces.only(((middle >= low) & (middle <= high)).all(axis=1))


def _nearest_other(edges: Pieces, tolerance_m: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each edge the nearest other owner within the tolerance (-1 if none) and its distance in m.

    Of equally near owners the first one is taken. Where the nearest place of an owner is an end of the
    piece's own edge, that owner lies further along the line, beyond a corner, and not across it.
    """
    nearest = np.full(len(edges.owner), -1, dtype=np.int64)
    distances = np.full(len(edges.owner), np.inf)
    points, segments = edges.midpoints(), shapely.linestrings(edges.metres)
    tree = shapely.STRtree(segments)
    own_ends = _ends(edges.owner.repeat(2), edges.metres.reshape(-1, 2))
    for begin in range(0, len(points), _AT_ONCE):
        piece, edge = tree.query(points[begin : begin + _AT_ONCE], predicate="dwithin", distance=tolerance_m)
        piece += begin
        other = edges.owner[edge] != edges.owner[piece]
        piece, edge = piece[other], edge[other]
        owner, distance = edges.owner[edge], shapely.distance(points[piece], segments[edge])
        order = np.lexsort((distance, owner, piece))
        pairs = np.column_stack([piece, owner])[order]
        first = order[np.r_[True, (pairs[1:] != pairs[:-1]).any(axis=1)]] if len(order) else order
        piece, edge, owner, distance = piece[first], edge[first], owner[first], distance[first]
        reached = shapely.get_coordinates(
            shapely.get_point(shapely.shortest_line(points[piece], segments[edge]), 1)
        )
        across = ~np.isin(_ends(edges.owner[piece], reached), own_ends)
        piece, owner, distance = piece[across], owner[across], distance[across]
        order = np.lexsort((owner, distance, piece))[::-1]  # the nearest is written last and stays
        nearest[piece[order]], distances[piece[order]] = owner[order], distance[order]
    return nearest, distances


def _ends(owner: NDArray[np.int64], metres: NDArray[np.float64]) -> NDArray[np.void]:
    """Return comparable keys of places (to the millimetre) together with an owner."""
    rows = np.column_stack([owner, np.rint(metres * 1000).astype(np.int64)])
    return np.ascontiguousarray(rows).view([("", np.int64)] * 3).ravel()


def _nearest_line(
    edges: Pieces, border: Pieces, tolerance_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each edge the nearest border line within the tolerance (-1 if none) and the metres to it."""
    nearest = np.full(len(edges.owner), -1, dtype=np.int64)
    distances = np.full(len(edges.owner), np.inf)
    if len(border.owner):
        (edge, piece), distance = shapely.STRtree(shapely.linestrings(border.metres)).query_nearest(
            edges.midpoints(), max_distance=tolerance_m, return_distance=True, all_matches=False
        )
        nearest[edge] = border.owner[piece]
        # An edge on the line itself faces the line, also where a neighbour has the same edge.
        distances[edge] = np.where(distance < _SAME_PLACE_M, -1.0, distance)
    return nearest, distances


def _grouped(
    made: FrontierSurvey,
    units: list[AdminUnit],
    lines: list[BorderLine],
    edges: Pieces,
    neighbour: NDArray[np.int64],
    line: NDArray[np.int64],
) -> list[Frontier]:
    """Return one row for each commune and what it faces there."""
    lengths = edges.lengths()
    groups, group = np.unique(np.column_stack([edges.owner, line, neighbour]), axis=0, return_inverse=True)
    rows = []
    for index, (unit, at, beside) in enumerate(groups):
        chosen = group.ravel() == index
        length = float(lengths[chosen].sum())
        if not length:
            # Two vertices in one place: an edge of boundary files, not of the ground.
            continue
        faces = Frontier.Faces.OPEN
        if at >= 0:
            faces = Frontier.Faces.BORDER
        elif beside >= 0:
            faces = Frontier.Faces.PROVINCE
        rows.append(
            Frontier(
                survey=made,
                unit=units[unit],
                faces=faces,
                neighbour=units[beside] if beside >= 0 else None,
                border_line=lines[at] if at >= 0 else None,
                length_m=length,
                geometry=_merged(edges.degrees[chosen]),
            )
        )
    return rows


def _merged(degrees: NDArray[np.float64]) -> GEOSGeometry:
    """Return the pieces as lines of at most `STRETCH` pieces: short ones, so that their boxes choose well."""
    merged = shapely.line_merge(shapely.multilinestrings(list(shapely.linestrings(degrees))))
    stretches = [
        coordinates[begin : begin + STRETCH + 1]
        for coordinates in map(shapely.get_coordinates, shapely.get_parts(merged))
        for begin in range(0, len(coordinates) - 1, STRETCH)
    ]
    lines = shapely.multilinestrings([shapely.linestrings(stretch) for stretch in stretches])
    return GEOSGeometry(memoryview(shapely.to_wkb(lines)), 4326)
