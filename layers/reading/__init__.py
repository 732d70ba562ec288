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
"""

from layers.reading.angles import parse_angle, parse_angles
from layers.reading.columns import (
    BOUNDARY_FIELDS,
    INCIDENT_FIELDS,
    INCIDENT_LAYER_FIELDS,
    SITE_FIELDS,
    SITE_TABLE_FIELDS,
    FieldSet,
    Matching,
    match_columns,
    parse_mapping,
)
from layers.reading.coverage import CoverageReport, Gap, Overlap, coverage_report
from layers.reading.crs import (
    SPATIAL_REF_SYS_ROWS,
    ZONES,
    Zone,
    crs_for,
    from_wgs84,
    geometries_from_wgs84,
    geometries_to_wgs84,
    operation,
    parse_epsg,
    postgis_srid,
    proj4,
    to_wgs84,
    zone,
)
from layers.reading.dates import VIETNAM, Times, parse_times
from layers.reading.encodings import EncodingProposal, column_proposals, decode_columns
from layers.reading.errors import ReadingError
from layers.reading.extent import MAINLAND, SURROUNDINGS
from layers.reading.formats import Source, fingerprint, open_source
from layers.reading.geodesy import areas_m2, lengths_m
from layers.reading.geometry_checks import (
    LINES,
    POINTS,
    POLYGONS,
    check_geometries,
    duplicate_codes,
    invalid_reason,
)
from layers.reading.linear import Chainage, LinearPlace, RoadLines, parse_chainage, road_number
from layers.reading.names import fold_name, nfc, split_unit_name
from layers.reading.numbers import Numbers, parse_numbers
from layers.reading.persons import person_heading, person_problems, person_text, person_values
from layers.reading.place_check import Communes, PlaceCheck, check_places
from layers.reading.place_diagnosis import Diagnosis, diagnose
from layers.reading.points import PointReader
from layers.reading.problems import Problem, blocks_file, refused_rows
from layers.reading.proposal import CrsProposal, propose_crs
from layers.reading.recognise import Recognised, recognise
from layers.reading.rows import IncidentChecker

__all__ = [
    "BOUNDARY_FIELDS",
    "INCIDENT_FIELDS",
    "INCIDENT_LAYER_FIELDS",
    "LINES",
    "MAINLAND",
    "POINTS",
    "POLYGONS",
    "SITE_FIELDS",
    "SITE_TABLE_FIELDS",
    "SPATIAL_REF_SYS_ROWS",
    "SURROUNDINGS",
    "VIETNAM",
    "ZONES",
    "Chainage",
    "Communes",
    "CoverageReport",
    "CrsProposal",
    "Diagnosis",
    "EncodingProposal",
    "FieldSet",
    "Gap",
    "IncidentChecker",
    "LinearPlace",
    "Matching",
    "Numbers",
    "Overlap",
    "PlaceCheck",
    "PointReader",
    "Problem",
    "ReadingError",
    "Recognised",
    "RoadLines",
    "Source",
    "Times",
    "Zone",
    "areas_m2",
    "blocks_file",
    "check_geometries",
    "check_places",
    "column_proposals",
    "coverage_report",
    "crs_for",
    "decode_columns",
    "diagnose",
    "duplicate_codes",
    "fingerprint",
    "fold_name",
    "from_wgs84",
    "geometries_from_wgs84",
    "geometries_to_wgs84",
    "invalid_reason",
    "lengths_m",
    "match_columns",
    "nfc",
    "open_source",
    "operation",
    "parse_angle",
    "parse_angles",
    "parse_chainage",
    "parse_epsg",
    "parse_mapping",
    "parse_numbers",
    "parse_times",
    "person_heading",
    "person_problems",
    "person_text",
    "person_values",
    "postgis_srid",
    "proj4",
    "propose_crs",
    "recognise",
    "refused_rows",
    "road_number",
    "split_unit_name",
    "to_wgs84",
    "zone",
]
