"""Reads what offices have: formats, encodings, coordinate systems, and checks of every row.

The package knows no Django and no database, so it works in a notebook just as well:

    from datetime import UTC, datetime
    from layers import reading

    with reading.open_source("vu_viec_2024.csv") as source:
        matching = reading.match_columns(source.columns, reading.INCIDENT_FIELDS)
        checker = reading.IncidentChecker(
            matching.columns, ["theft", "traffic_crash"], epsg=9210, now=datetime.now(UTC)
        )
        for piece in source.chunks():
            problems = reading.person_problems(piece)
            incidents, more = checker.check(piece)
            for problem in [*matching.problems, *problems, *more]:
                print(problem.row, problem.code, problem.sentence("vi"))

    with reading.open_source("ranh_gioi.zip") as source:
        known = reading.recognise(source.crs)          # known.sentence() says what to do if unknown
        units, problems = reading.check_geometries(
            source.read(), epsg=known.epsg or 9210, allowed=reading.POLYGONS
        )
        print(reading.coverage_report(units.geometry, units["ma_xa"]).as_dict())

What cannot be read raises `ReadingError`; what is wrong with rows comes back as `Problem`. Both
carry a stable code and say one sentence, in Vietnamese or English, about what to do.

Modules are loaded when one of their names is first asked for: a text file needs neither GDAL nor Excel.
"""

from importlib import import_module
from typing import Any

#: Names by the module that has them.
_HOMES = {
    "angles": ("parse_angle", "parse_angles"),
    "columns": (
        "BOUNDARY_FIELDS",
        "INCIDENT_FIELDS",
        "INCIDENT_LAYER_FIELDS",
        "SITE_FIELDS",
        "SITE_TABLE_FIELDS",
        "FieldSet",
        "Matching",
        "match_columns",
        "parse_mapping",
    ),
    "coverage": ("CoverageReport", "Gap", "Overlap", "coverage_report"),
    "crs": (
        "SPATIAL_REF_SYS_ROWS",
        "ZONES",
        "Zone",
        "crs_for",
        "from_wgs84",
        "geometries_from_wgs84",
        "geometries_to_wgs84",
        "operation",
        "parse_epsg",
        "postgis_srid",
        "proj4",
        "to_wgs84",
        "zone",
    ),
    "dates": ("VIETNAM", "Times", "parse_times"),
    "encodings": ("EncodingProposal", "column_proposals", "decode_columns"),
    "errors": ("ReadingError",),
    "extent": ("MAINLAND", "SURROUNDINGS"),
    "formats": ("Source", "fingerprint", "open_source"),
    "geodesy": ("areas_m2", "lengths_m"),
    "geometry_checks": (
        "LINES",
        "POINTS",
        "POLYGONS",
        "check_geometries",
        "duplicate_codes",
    ),
    "linear": ("Chainage", "LinearPlace", "RoadLines", "parse_chainage", "road_number"),
    "mending": ("invalid_reason",),
    "names": ("fold_name", "nfc", "split_unit_name"),
    "numbers": ("Numbers", "parse_numbers"),
    "persons": ("person_heading", "person_problems", "person_text", "person_values"),
    "place_check": ("Communes", "PlaceCheck", "check_places"),
    "place_diagnosis": ("Diagnosis", "diagnose"),
    "points": ("PointReader",),
    "problems": ("Problem", "blocks_file", "refused_rows"),
    "proposal": ("CrsProposal", "propose_crs"),
    "recognition": ("Recognised", "recognise"),
    "rows": ("IncidentChecker",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    """Return a name of one of the modules."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return what can be asked for."""
    return sorted({*globals(), *_HOME_OF})
