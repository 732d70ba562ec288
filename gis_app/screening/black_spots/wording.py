"""Black spots in words: where, with what consequences, and how they were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gis_app.screening.wording import Amount, Text, both
from layers.reading.linear import written

#: How many spots a sentence names; the others are counted.
NAMED = 3


def place_of(spot: Mapping[str, Any]) -> Text:
    """Return where a spot is, such as `QL.51 Km 12+300–Km 12+800`."""
    if spot["method"] == "planar":
        return Text("cụm phẳng, chưa theo tuyến đường", "planar cluster, not along a road")
    return _separated([_stretch(road) for road in spot["roads"]], ", ")


def _stretch(road: Mapping[str, Any]) -> Text:
    number = str(road["number"])
    if road["from_km"] is None:
        if road["length_m"] < 1:
            return Text(number, number)
        return both(
            "{number} (đoạn {length} m)",
            "{number} (stretch of {length} m)",
            number=number,
            length=Amount(road["length_m"]),
        )
    begin, end = written(1_000 * road["from_km"]), written(1_000 * road["to_km"])
    text = f"{number} {begin}" if begin == end else f"{number} {begin}–{end}"
    return Text(text, text)


def spots_named(spots: Sequence[Mapping[str, Any]], months: float) -> Text:
    """Return the worst spots, each with its place, crashes and deaths, and how many others there are."""
    named = [
        both(
            "{place}: {crashes} vụ, {deaths} người chết trong {months} tháng",
            "{place}: crashes in {months} months: {crashes}, deaths: {deaths}",
            place=place_of(spot),
            crashes=spot["crashes"],
            deaths=spot["deaths"],
            months=months,
        )
        for spot in spots[:NAMED]
    ]
    if len(spots) > NAMED:
        named.append(both("và {n} điểm khác", "and {n} more", n=len(spots) - NAMED))
    return _separated(named, "; ")


def method(roads: bool, parameters: Mapping[str, float]) -> Text:
    """Return how spots are found: along roads, or without any."""
    if not roads:
        return both(
            "chưa có lớp đường: cụm phẳng, chưa theo tuyến đường, đường kính {metres} m",
            "no road layer: planar clusters, not along roads, {metres} m across",
            metres=parameters["window_planar_m"],
        )
    return both(
        "đoạn trượt {metres} m theo tuyến đường, {urban} m trong đô thị",
        "stretches of {metres} m along roads, {urban} m in towns",
        metres=parameters["window_m"],
        urban=parameters["window_urban_m"],
    )


def unsnapped(count: int, parameters: Mapping[str, float]) -> Text:
    """Return how many crashes are on no road, or nothing."""
    if not count:
        return Text("", "")
    return both(
        "{n} vụ không gắn được vào đường nào trong {metres} m nên xét theo cụm phẳng.",
        "Crashes more than {metres} m from any road, looked at as planar clusters: {n}.",
        n=count,
        metres=parameters["snap_m"],
    )


def _separated(texts: Sequence[Text], mark: str) -> Text:
    return Text(mark.join(text.vi for text in texts), mark.join(text.en for text in texts))
