"""Builds the cells: a coverage of (old unit, new unit) pieces that share every edge.

Every old unit is represented by a spiral of points inside its ellipse (see ``anchors``); each of
those points belongs to the unit whose ellipse it lies deepest in. The Voronoi cells of the points,
united per unit, are the unit's cell. With one point per unit this is the plain Voronoi diagram;
the spiral lets a large rural commune keep its size beside a small town.
A divided old unit gives each of its points to the successor whose own point is nearest.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

SPIRAL_POINTS = 37
GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
#: Noding grid in metres: coarse enough to be robust, far below the accuracy of the sample.
GRID = 0.01
OUTSIDE = ("", "")
#: A patch of neighbouring provinces smaller than this (m²) inside the sample is an artefact.
LARGEST_SPECK = 100e6


@dataclass(frozen=True)
class Seeds:
    """Points that generate the Voronoi diagram: (n, 2) in metres, with the piece each is for."""

    points: np.ndarray
    pieces: list[tuple[str, str]]


def spiral(count: int) -> np.ndarray:
    """Return ``count`` points spread evenly over the unit disc (sunflower arrangement), (n, 2)."""
    index = np.arange(count) + 0.5
    radius, angle = np.sqrt(index / count), index * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _deepest(points: np.ndarray, old: pd.DataFrame, chunk: int = 2_000) -> np.ndarray:
    """Return for each point the row of the old unit whose ellipse it lies deepest in."""
    centres = old[["x", "y"]].to_numpy()
    half = old[["half_x", "half_y"]].to_numpy()
    found = []
    for part in np.array_split(points, max(1, len(points) // chunk)):
        offset = (part[:, None, :] - centres[None]) / half[None]
        found.append((offset**2).sum(axis=2).argmin(axis=1))
    return np.concatenate(found)


def seeds(old: pd.DataFrame, new: pd.DataFrame, crosswalk: dict[str, list[str]]) -> Seeds:
    """Spread the seeds of all units; every (old, new) pair of the crosswalk gets at least one."""
    centres = old[["x", "y"]].to_numpy()
    half = old[["half_x", "half_y"]].to_numpy()
    shape = spiral(SPIRAL_POINTS) * 0.95
    points = (centres[:, None, :] + shape[None] * half[:, None, :]).reshape(-1, 2)
    owner = _deepest(points, old)
    # The innermost point always stays with its own unit, so no unit disappears.
    first = np.arange(len(old)) * SPIRAL_POINTS
    owner[first] = np.arange(len(old))
    pieces: list[tuple[str, str]] = [OUTSIDE] * len(points)
    for row, code in enumerate(old.index):
        if code not in crosswalk:
            continue
        mine = np.flatnonzero(owner == row)
        targets = crosswalk[code]
        places = new.loc[targets, ["x", "y"]].to_numpy(float)
        distance = np.hypot(*(points[mine][:, None] - places[None]).transpose(2, 0, 1))
        choice = distance.argmin(axis=1)
        for number in range(len(targets)):
            if not (choice == number).any():
                choice[distance[:, number].argmin()] = number
        for index, number in zip(mine, choice, strict=True):
            pieces[index] = (code, targets[number])
    return Seeds(points, pieces)


def _united(seeds_: Seeds) -> dict[tuple[str, str], BaseGeometry]:
    """Return the united Voronoi cells per piece; the neighbours' ground is the piece OUTSIDE."""
    points, first = np.unique(seeds_.points.round(1), axis=0, return_index=True)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points), ordered=True))
    groups: dict[tuple[str, str], list[BaseGeometry]] = {}
    for cell, index in zip(cells, first, strict=True):
        groups.setdefault(seeds_.pieces[index], []).append(cell)
    return {piece: shapely.coverage_union_all(parts) for piece, parts in groups.items()}


def _faces(pieces: dict[tuple[str, str], BaseGeometry], land: BaseGeometry) -> gpd.GeoDataFrame:
    """Cut the pieces by the coast: node all lines together, so that neighbours share vertices."""
    keys = list(pieces)
    lines = [shapely.boundary(pieces[key]) for key in keys] + [shapely.boundary(land)]
    noded = shapely.union_all(lines, grid_size=GRID)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    inner = shapely.point_on_surface(faces)
    shapely.prepare(land)
    on_land = shapely.contains(land, inner)
    faces, inner = faces[on_land], inner[on_land]
    tree = shapely.STRtree([pieces[key] for key in keys])
    face, piece = tree.query(inner, predicate="intersects")
    owner = dict(zip(face.tolist(), piece.tolist(), strict=True))
    frame = gpd.GeoDataFrame(geometry=faces)
    frame["piece"] = [keys[owner[i]] for i in range(len(faces))]
    return frame


def _give_away(frame: gpd.GeoDataFrame, stray: list[int], others: np.ndarray) -> list[int]:
    """Hand stray faces to the neighbour with the longest common edge; return those with none."""
    tree = frame.sindex
    left = []
    for index in stray:
        face = frame.geometry.iloc[index]
        best, length = None, 1.0
        for other in tree.query(face, predicate="intersects"):
            if other == index or not others[other]:
                continue
            shared = shapely.length(shapely.intersection(face, frame.geometry.iloc[other]))
            if shared > length:
                best, length = frame.piece.iloc[other], shared
        if best is None:
            left.append(index)
        else:
            frame.at[index, "piece"] = best
    return left


def _parts(frame: gpd.GeoDataFrame, keys: list) -> gpd.GeoDataFrame:
    """Unite faces by key and split into connected parts: columns ``key``, ``piece``, geometry."""
    frame = frame.assign(key=keys)
    rows = []
    for key, group in frame.groupby("key", sort=True):
        for part in shapely.get_parts(shapely.coverage_union_all(group.geometry.to_numpy())):
            rows.append((key, part))
    return gpd.GeoDataFrame({"piece": [r[0] for r in rows]}, geometry=[r[1] for r in rows])


def cells(seeds_: Seeds, land: BaseGeometry, smallest_island: float = 300_000.0) -> gpd.GeoDataFrame:
    """Return the pieces of the sample clipped to ``land``: columns ``old``, ``new``, geometry.

    Parts cut off from the main body of their piece go to a neighbour; parts surrounded by water
    stay when they are larger than ``smallest_island`` (m²), or are the only part of their piece.
    """
    pieces = _united(seeds_)
    region = shapely.box(*MultiPoint(seeds_.points[[p != OUTSIDE for p in seeds_.pieces]]).bounds)
    land = shapely.intersection(land, region.buffer(30_000))
    frame = _faces(pieces, land)
    for _ in range(3):
        frame = _parts(frame, frame.piece.tolist())
        area = frame.geometry.area
        main = area == area.groupby(frame.piece).transform("max")
        main = main.where(frame.piece != OUTSIDE, area > LARGEST_SPECK)
        stray = np.flatnonzero(~main.to_numpy()).tolist()
        lonely = _give_away(frame, stray, main.to_numpy())
        frame = frame.drop([i for i in lonely if area.iloc[i] < smallest_island])
        frame = frame.reset_index(drop=True)
    frame = frame[frame.piece != OUTSIDE]
    united = _parts(frame, frame.piece.tolist()).dissolve("piece")
    result = gpd.GeoDataFrame(
        {
            "old": [piece[0] for piece in united.index],
            "new": [piece[1] for piece in united.index],
        },
        geometry=united.geometry.to_numpy(),
    )
    return result.sort_values(["old", "new"]).reset_index(drop=True)
