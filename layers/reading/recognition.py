"""Which supported coordinate system a file's own description means, if it can be told safely.

``pyproj.CRS.to_epsg()`` is not asked: it calls a zone on an unknown datum "EPSG:5899", and
geopandas then reads the data 226 m away from where they are. The datum is looked at by name or by
its shift, the projection by its numbers, and what remains in doubt is asked of the user.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyproj

from layers.reading.crs import VN2000_TO_WGS84, ZONES, Zone
from layers.reading.messages import Language, Value, sentence
from layers.reading.names import fold_ascii

_VN2000_NAMES = {"vietnam2000", "dvietnam2000", "vn2000", "dvn2000", "hanoi2000"}
_WGS84_NAMES = {
    "worldgeodeticsystem1984",
    "worldgeodeticsystem1984ensemble",
    "wgs1984",
    "dwgs1984",
    "wgs84",
}
_TRANSVERSE_MERCATOR = {"Transverse Mercator", "Gauss-Kruger"}
_WGS84_INVERSE_FLATTENING = 298.257223563


@dataclass(frozen=True, slots=True)
class Recognised:
    """Answer of `recognise`.

    Attributes:
        epsg: code of the supported system, or None when it must be asked.
        datum_known: whether the description names a datum we know.
        code: stable key of the sentence.
        params: the values named in the sentence.
    """

    epsg: int | None
    datum_known: bool
    code: str
    params: Mapping[str, Value] = field(default_factory=dict)

    def sentence(self, language: Language = "vi") -> str:
        """Return what was recognised, or what to do because it was not."""
        return sentence(self.code, self.params, language)


def recognise(crs: pyproj.CRS | None) -> Recognised:
    """Return the supported system that ``crs`` means.

    A zone whose datum is unknown is never taken for VN-2000, although its numbers fit: the answer
    then has ``epsg=None`` and a sentence that proposes the zone.
    """
    if crs is None:
        return Recognised(None, False, "crs_missing")
    shift: Sequence[float] = ()
    horizontal = crs
    if horizontal.is_compound:
        horizontal = horizontal.sub_crs_list[0]
    if horizontal.is_bound and horizontal.source_crs is not None:
        operation = horizontal.coordinate_operation
        shift = tuple(operation.towgs84) if operation is not None else ()
        horizontal = horizontal.source_crs
    vn2000 = _is_vn2000(horizontal, shift)
    candidates = [z for z in ZONES.values() if _same_projection(horizontal, z)]
    if vn2000 is None:
        proposal = next((z for z in candidates if z.vn2000), None)
        if proposal is None:
            return Recognised(None, False, "crs_not_supported", {"crs": crs.name})
        params = {"crs": crs.name, "epsg": f"EPSG:{proposal.epsg}", "label": proposal.label}
        return Recognised(None, False, "crs_datum_unknown", params)
    if not vn2000 and not any(not z.vn2000 for z in candidates) and candidates:
        proposal = candidates[0]
        params = {"epsg": f"EPSG:{proposal.epsg}", "label": proposal.label}
        return Recognised(None, False, "crs_wgs84_in_vn2000_zone", params)
    for candidate in candidates:
        if candidate.vn2000 == vn2000:
            params = {"epsg": f"EPSG:{candidate.epsg}", "label": candidate.label}
            return Recognised(candidate.epsg, True, "crs_recognised", params)
    return Recognised(None, True, "crs_not_supported", {"crs": crs.name})


def _is_vn2000(crs: pyproj.CRS, shift: Sequence[float]) -> bool | None:
    """Return True for VN-2000, False for WGS 84, None when the description does not say."""
    ellipsoid = crs.ellipsoid
    if ellipsoid is None or abs(ellipsoid.semi_major_metre - 6_378_137) > 1e-3:
        return None
    if abs(ellipsoid.inverse_flattening - _WGS84_INVERSE_FLATTENING) > 1e-6:
        return None
    name = fold_ascii(crs.datum.name if crs.datum is not None else "")
    if name in _VN2000_NAMES:
        return True
    if len(shift) == 7 and any(shift):
        return True if _names_vn2000(shift) else None
    return False if name in _WGS84_NAMES else None


def _names_vn2000(shift: Sequence[float]) -> bool:
    """Whether these are the seven official parameters, however many digits were written.

    The shift only tells the datum; places are computed with the pinned operation. Rounding to a
    centimetre, 0.0001 seconds and 0.001 ppm stays below 2 cm; rotations of the other sign do not fit.
    """
    return (
        _near(shift[:3], VN2000_TO_WGS84[:3], 0.01)
        and _near(shift[3:6], VN2000_TO_WGS84[3:6], 1e-4)
        and abs(shift[6] - VN2000_TO_WGS84[6]) < 1e-3
    )


def _near(values: Sequence[float], wanted: Sequence[float], tolerance: float) -> bool:
    return all(abs(a - b) < tolerance for a, b in zip(values, wanted, strict=True))


def _same_projection(crs: pyproj.CRS, wanted: Zone) -> bool:
    if crs.is_geographic:
        degrees = all("degree" in axis.unit_name.lower() for axis in crs.axis_info[:2])
        meridian = crs.prime_meridian
        greenwich = meridian is None or abs(meridian.longitude) < 1e-9
        return wanted.geographic and degrees and greenwich
    operation = crs.coordinate_operation
    if wanted.geographic or operation is None:
        return False
    if operation.method_name not in _TRANSVERSE_MERCATOR:
        return False
    values = {parameter.name: float(parameter.value) for parameter in operation.params}
    metres = all(axis.unit_name.lower() in ("metre", "meter") for axis in crs.axis_info[:2])
    expected = {
        "Latitude of natural origin": 0.0,
        "Longitude of natural origin": wanted.central_meridian,
        "Scale factor at natural origin": wanted.scale,
        "False easting": 500_000.0,
        "False northing": 0.0,
    }
    return metres and all(
        value is not None and abs(values.get(name, float("inf")) - value) < 1e-7
        for name, value in expected.items()
    )
