"""Gives every old unit an anchor: a trusted point and two half-axes in metres.

The packaged points come from geocoding, so some are wrong: two units on one point, a ward that was
answered with its whole district, a box of 300 m around a shop. Each test below names one such case,
and the mended value is derived from what the package says about the *new* unit (its point is close
to the centroid, and its area is published).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pyproj import Transformer
from sources import METRIC_CRS, Sources

#: A new unit's point farther than this many "sides" (root of area) from all its members is wrong.
WRONG_TARGET_SIDES = 5.0
#: A member farther than this many sides from its new unit's point is misplaced.
MISPLACED_SIDES = 1.25
#: Boxes narrower than this (m) stand for an address, not for an area.
SMALLEST_BOX = 400.0
#: A box may exceed the area of the unit's successors by this factor before it is distrusted.
LARGEST_BOX = 3.2
#: Half-axes differing more than this from a circle are drawn towards it.
LONGEST_ASPECT = 2.5


def _project(frame: pd.DataFrame, lon: str, lat: str) -> tuple[np.ndarray, np.ndarray]:
    transformer = Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True)
    x, y = transformer.transform(frame[lon].to_numpy(float), frame[lat].to_numpy(float))
    return np.asarray(x), np.asarray(y)


def _targets(sources: Sources, old: pd.DataFrame) -> pd.DataFrame:
    """Return new units with ``x``, ``y``, ``side`` (m), wrong points replaced by members' mean."""
    new = sources.new.copy()
    new["x"], new["y"] = _project(new, "lon", "lat")
    members: dict[str, list[str]] = {}
    for code, successors in sources.crosswalk.items():
        for successor in successors:
            members.setdefault(successor, []).append(code)
    fallback = float(new.area_km2.median())
    new["side"] = np.sqrt(new.area_km2.fillna(fallback).clip(lower=0.3)) * 1000
    for code, codes in members.items():
        points = old.loc[codes, ["x", "y"]].to_numpy()
        distance = np.hypot(*(points - new.loc[code, ["x", "y"]].to_numpy(float)).T)
        if distance.min() > WRONG_TARGET_SIDES * new.side[code]:
            new.loc[code, ["x", "y"]] = np.median(points, axis=0)
    new["members"] = pd.Series(members)
    return new


def _misplaced(old: pd.DataFrame, targets: pd.DataFrame, crosswalk: dict[str, list[str]]) -> set:
    """Return old codes of the sample whose point cannot be believed."""
    ratio = {}
    for code, successors in crosswalk.items():
        near = targets.loc[successors]
        sides = np.hypot(near.x - old.x[code], near.y - old.y[code]) / near.side
        ratio[code] = float(sides.min())
    wrong = {code for code, value in ratio.items() if value > MISPLACED_SIDES}
    sample = old.loc[list(crosswalk)]
    address_only = (sample.width < SMALLEST_BOX) & (sample.height < SMALLEST_BOX)
    wrong |= {code for code in sample.index[address_only] if ratio[code] > 0.6}
    for _, group in sample.groupby([sample.x.round(), sample.y.round()]):
        if len(group) > 1:
            best = min(group.index, key=lambda code: (ratio[code], code))
            wrong |= set(group.index) - {best}
    return wrong


def _mend(old: pd.DataFrame, targets: pd.DataFrame, wrong: set, crosswalk: dict) -> None:
    """Move misplaced points so that the members' mean falls on the new unit's point, in place."""
    for code in sorted(wrong):
        target = targets.loc[crosswalk[code][0]]
        siblings = [member for member in target.members if member not in wrong]
        missing = len([member for member in target.members if member in wrong])
        centre = np.array([target.x, target.y], float)
        offset = np.zeros(2)
        if siblings:
            offset = (centre - old.loc[siblings, ["x", "y"]].to_numpy().mean(0)) * len(siblings)
            offset /= missing
        reach = np.hypot(*offset)
        if reach > 0.6 * target.side:
            offset *= 0.6 * target.side / reach
        # Several misplaced members of one unit must not fall on one point: a small fan.
        turn = 2 * np.pi * sorted(wrong).index(code) / 7
        spread = 0.15 * target.side * (missing > 1)
        old.loc[code, ["x", "y"]] = centre + offset + spread * np.array([np.cos(turn), np.sin(turn)])


def _half_axes(old: pd.DataFrame, targets: pd.DataFrame, crosswalk: dict, wrong: set) -> None:
    """Set ``half_x``, ``half_y`` in metres, in place; default: a fair share of the new unit."""
    default = float(np.sqrt(np.nanmedian(old.width * old.height)) / 2)
    for code, row in old.iterrows():
        half_x, half_y = row.width / 2, row.height / 2
        fair, limit = default, 30_000.0**2
        if code in crosswalk:
            rows = targets.loc[crosswalk[code]]
            shares = [row.side**2 / len(row.members) for row in rows.itertuples()]
            fair = float(np.sqrt(max(shares)) / 2 * 1.1)
            limit = LARGEST_BOX * float((rows.side**2).sum())
        usable = half_x * 2 > SMALLEST_BOX and half_y * 2 > SMALLEST_BOX
        if not usable or row.width * row.height > limit or code in wrong:
            half_x = half_y = fair
        mean = np.sqrt(half_x * half_y)
        half_x = np.clip(half_x, mean / LONGEST_ASPECT**0.5, mean * LONGEST_ASPECT**0.5)
        old.loc[code, ["half_x", "half_y"]] = half_x, mean**2 / half_x


def _fit_unchanged(old: pd.DataFrame, targets: pd.DataFrame, crosswalk: dict) -> None:
    """Move an undivided old unit that is the whole of a new one on to its point, in place.

    The published point of a new unit is nearly its centroid, the geocoded point of an old unit is
    only where its name stands; where both describe the same ground the better one is taken. The
    ellipse is scaled towards the published area, within bounds, for that figure may be wrong too.
    """
    for target in targets.itertuples():
        if len(target.members) == 1 and len(crosswalk[target.members[0]]) == 1:
            code = target.members[0]
            old.loc[code, ["x", "y"]] = target.x, target.y
            area = np.pi * old.half_x[code] * old.half_y[code]
            scale = np.clip(target.side / area**0.5, 0.75, 1.6)
            old.loc[code, ["half_x", "half_y"]] *= scale


def anchors(sources: Sources, margin: float = 40_000.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return old units (sample and neighbours within ``margin`` metres) and the new units.

    Old units gain ``x``, ``y``, ``half_x``, ``half_y`` (m) and ``mended`` (bool); new units gain
    ``x``, ``y``, ``side`` (m) and ``members`` (list of old codes).
    """
    old = sources.old.copy()
    old["x"], old["y"] = _project(old, "lon", "lat")
    west, south = _project(old, "west", "south")
    east, north = _project(old, "east", "north")
    old["width"], old["height"] = east - west, north - south
    boxed = (old.width > SMALLEST_BOX) & (old.height > SMALLEST_BOX)
    old["box_x"], old["box_y"] = (west + east) / 2, (south + north) / 2
    sample = old.index.isin(list(sources.crosswalk))
    extent = old[sample & (old.lat > 9.5)]
    inside = old.x.between(extent.x.min() - margin, extent.x.max() + margin) & old.y.between(
        extent.y.min() - margin, extent.y.max() + margin
    )
    old = old[inside | sample].copy()
    targets = _targets(sources, old)
    wrong = _misplaced(old, targets, sources.crosswalk)
    _mend(old, targets, wrong, sources.crosswalk)
    _half_axes(old, targets, sources.crosswalk, wrong)
    old["mended"] = old.index.isin(list(wrong))
    trusted = (
        boxed.reindex(old.index)
        & ~old.mended
        & (np.hypot(old.box_x - old.x, old.box_y - old.y) < np.hypot(old.width, old.height))
    )
    # The middle of a trusted box is closer to the unit's centre than the geocoder's label point.
    old["x"] = old.x.where(~trusted, (old.x + old.box_x) / 2)
    old["y"] = old.y.where(~trusted, (old.y + old.box_y) / 2)
    _fit_unchanged(old, targets, sources.crosswalk)
    return old, targets
