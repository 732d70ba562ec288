"""The track in a GPX file that a device wrote: its tracks, else its routes. Names and heights are left out.

GDAL is not used, for the reason that `layers.reading.formats.kml` gives: a document type, and with it every
entity, is refused, and nothing outside the file is ever opened. GPX is WGS 84 by definition (GPX 1.1 schema).
Of the times only the first and the last day leave this module; what anybody is called never does.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, NoReturn
from xml.parsers import expat

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.reading.dates import VIETNAM
from layers.reading.extent import SURROUNDINGS
from layers.reading.geodesy import GEOD

#: A day's track of a device that writes every second has 86,400 places, some 10 MB.
LARGEST_BYTES = 20 * 1024 * 1024
MOST_PLACES = 250_000
#: Where a device wrote nothing for longer, nobody knows which way was taken: the track is cut. Ours.
CUT_M = 2_000.0
#: No patrol goes so far between two records: the file is wrong. Ours.
JUMP_M = 100_000.0
#: What stays within this is a device that lay still. Ours; a device's own error is some 10 m.
STILL_M = 30.0
_BLOCK = 256 * 1024
_PARTS = {"trkseg": "trkpt", "rte": "rtept"}
#: What expat says when a file ends too early.
_ENDS_EARLY = {expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]} | {
    expat.errors.codes[code]
    for code in (expat.errors.XML_ERROR_UNCLOSED_TOKEN, expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION)
}


class TrackFault(StrEnum):
    """Why a file holds no track that can be used."""

    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    NOT_GPX = "not_gpx"
    ENTITIES = "entities"
    BAD_PLACE = "bad_place"
    NO_TRACK = "no_track"
    WAYPOINTS_ONLY = "waypoints_only"
    STILL = "still"
    ELSEWHERE = "elsewhere"
    JUMP = "jump"


class UnreadableTrackError(ValueError):
    """The file holds no track that can be used.

    `fault` says why; `place` is the number of the place in the file, counted from 1, where one is to blame;
    `metres` is how far it lies from the one before, of a jump.
    """

    def __init__(self, fault: TrackFault, place: int | None = None, metres: float | None = None) -> None:
        self.fault, self.place, self.metres = fault, place, metres
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Track:
    """Where a device was.

    Attributes:
        route: WGS 84 degrees without height; a part for each segment, cut where the device wrote nothing.
        first_on, last_on: the days by the device's clock, in Việt Nam; None without any readable time.
        cuts: how often a segment was cut.
    """

    route: shapely.MultiLineString
    first_on: datetime.date | None
    last_on: datetime.date | None
    cuts: int


def read_track(file: IO[bytes]) -> Track:
    """Return the track in a file.

    Raises:
        UnreadableTrackError: see `TrackFault`.
    """
    reader = _Reader()
    _parse(file, reader)
    recorded = reader.parts["trkseg"]
    parts = recorded or reader.parts["rte"]
    if not parts:
        only_waypoints = reader.waypoints and not reader.places
        raise UnreadableTrackError(TrackFault.WAYPOINTS_ONLY if only_waypoints else TrackFault.NO_TRACK)
    _check_extent(parts)
    kept, cuts = [], 0
    for places, first in parts:
        # A planned route has few places, far apart; what lies between them is meant.
        pieces = _cut(places, first, CUT_M if recorded else math.inf)
        cuts += len(pieces) - 1
        kept += [piece for piece in pieces if len(piece) > 1]
    if not kept:
        raise UnreadableTrackError(TrackFault.NO_TRACK)
    days = [moment.astimezone(VIETNAM).date() for moment in (reader.earliest, reader.latest) if moment]
    first_on, last_on = days or (None, None)
    return Track(shapely.MultiLineString(kept), first_on, last_on, cuts)


def _parse(file: IO[bytes], reader: _Reader) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    read = 0
    try:
        while block := file.read(_BLOCK):
            read += len(block)
            if read > LARGEST_BYTES:
                raise UnreadableTrackError(TrackFault.TOO_LARGE)
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        early = reader.begun and error.code in _ENDS_EARLY
        raise UnreadableTrackError(TrackFault.TRUNCATED if early else TrackFault.DAMAGED) from error


class _Reader:
    """Collects the places of each track segment and each route, with the number of the first of each."""

    def __init__(self) -> None:
        self.parts: dict[str, list[tuple[NDArray[np.float64], int]]] = {part: [] for part in _PARTS}
        self.earliest: datetime.datetime | None = None
        self.latest: datetime.datetime | None = None
        self.waypoints = self.places = 0
        self.begun = False
        self._part: str | None = None
        self._now: list[tuple[float, float]] = []
        self._in_place = False
        self._time: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        element = name.rpartition(" ")[2]
        if not self.begun and element != "gpx":
            raise UnreadableTrackError(TrackFault.NOT_GPX)
        self.begun = True
        if element in _PARTS:
            self._part, self._now = element, []
        elif self._part is not None and element == _PARTS[self._part]:
            self.places += 1
            if self.places > MOST_PLACES:
                raise UnreadableTrackError(TrackFault.TOO_LARGE)
            self._now.append(_place(attributes, self.places))
            self._in_place = True
        elif element == "wpt":
            self.waypoints += 1
        elif element == "time" and self._in_place:
            self._time = []

    def text(self, said: str) -> None:
        """Take the text of a time, and of nothing else."""
        if self._time is not None:
            self._time.append(said)

    def end(self, name: str) -> None:
        """Leave an element; a part that stayed in one place is none."""
        element = name.rpartition(" ")[2]
        if element == "time" and self._time is not None:
            self._keep_time("".join(self._time).strip())
            self._time = None
        elif self._part is not None and element == _PARTS[self._part]:
            self._in_place = False
        elif element == self._part:
            if len(set(self._now)) > 1:
                first = self.places - len(self._now) + 1
                self.parts[element].append((np.array(self._now), first))
            self._part = None

    def refuse_doctype(self, *_declared: object) -> NoReturn:
        """Refuse entities, which a GPX file never needs."""
        raise UnreadableTrackError(TrackFault.ENTITIES)

    def _keep_time(self, text: str) -> None:
        """Keep the first and the last time; GPX times are UTC, what cannot be read is passed over."""
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            return
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        if not 1970 < moment.year < 2200:
            return
        self.earliest = moment if self.earliest is None else min(self.earliest, moment)
        self.latest = moment if self.latest is None else max(self.latest, moment)


def _place(attributes: dict[str, str], number: int) -> tuple[float, float]:
    try:
        lon, lat = float(attributes["lon"]), float(attributes["lat"])
    except (KeyError, ValueError) as error:
        raise UnreadableTrackError(TrackFault.BAD_PLACE, number) from error
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise UnreadableTrackError(TrackFault.BAD_PLACE, number)
    return lon, lat


def _check_extent(parts: list[tuple[NDArray[np.float64], int]]) -> None:
    """Refuse what lies far from Việt Nam, and a device that lay still."""
    west, south, east, north = SURROUNDINGS
    for places, first in parts:
        away = (places[:, 0] < west) | (places[:, 0] > east) | (places[:, 1] < south) | (places[:, 1] > north)
        if away.any():
            raise UnreadableTrackError(TrackFault.ELSEWHERE, first + int(away.argmax()))
    every = np.concatenate([places for places, _first in parts])
    low, high = every.min(axis=0), every.max(axis=0)
    if GEOD.inv(*low, *high)[2] < STILL_M:
        raise UnreadableTrackError(TrackFault.STILL)


def _cut(places: NDArray[np.float64], first: int, cut_m: float) -> list[NDArray[np.float64]]:
    """Return the pieces of a part between which the device went further than `cut_m` without a record."""
    steps = np.asarray(GEOD.inv(*places[:-1].T, *places[1:].T)[2], dtype=float)
    if (far := int(steps.argmax())) >= 0 and steps[far] > JUMP_M:
        raise UnreadableTrackError(TrackFault.JUMP, first + far + 1, float(steps[far]))
    return np.split(places, np.flatnonzero(steps > cut_m) + 1)
