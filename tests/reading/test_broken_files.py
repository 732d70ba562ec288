"""No broken file gives a traceback, a sentence without sense, or takes more than 1 GB."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.reading import (
    INCIDENT_FIELDS,
    POLYGONS,
    IncidentChecker,
    Problem,
    ReadingError,
    check_geometries,
    match_columns,
    open_source,
    person_problems,
    recognise,
)
from tests.measuring import PEAK
from tests.reading.broken_files import BROKEN, HEADING

#: What a process may take in all, the libraries included.
MOST_MEGABYTES = 1_000

READ_AND_MEASURE = f"""
import json, sys
from layers.reading import ReadingError, open_source
try:
    with open_source(sys.argv[1]) as source:
        for piece in source.chunks():
            pass
    code = ""
except ReadingError as error:
    code = error.code
{PEAK}
print(json.dumps({{"code": code, "megabytes": peak}}))
"""


def findings(path: Path, now: datetime, **options: str) -> list[Problem | ReadingError]:
    """Everything that is said about a file on its whole way through the reading package."""
    try:
        with open_source(path, **options) as source:
            frame = source.read()
            said: list[Problem | ReadingError] = list(source.problems)
            said += person_problems(frame)
            if isinstance(frame, gpd.GeoDataFrame):
                epsg = recognise(source.crs).epsg or 9210
                said += check_geometries(frame, epsg, POLYGONS)[1]
                return said
            matching = match_columns(source.columns, INCIDENT_FIELDS)
            said += matching.problems
            if not matching.problems:
                checker = IncidentChecker(matching.columns, ["theft"], epsg=4326, now=now)
                said += checker.check(frame)[1]
            return said
    except ReadingError as error:
        return [error]


def assert_sentences(said: list[Problem | ReadingError]) -> None:
    for finding in said:
        for language in ("vi", "en"):
            sentence = finding.sentence(language)
            assert sentence.endswith("."), sentence
            assert "Traceback" not in sentence
            assert "diaban-" not in sentence, "names of temporary folders do not concern the user"


def test_there_are_enough_of_them():
    assert len(BROKEN) >= 60


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_file(name, tmp_path, now):
    case = BROKEN[name]
    folder = tmp_path / "here"
    folder.mkdir()
    with warnings.catch_warnings():
        # Writing a broken file on purpose makes GDAL remark on it.
        warnings.simplefilter("ignore")
        path = case.build(folder)
    before = sorted(folder.iterdir())
    said = findings(path, now, **case.options)
    assert_sentences(said)
    codes = {finding.code for finding in said}
    if case.expected:
        assert codes & case.expected, codes
    else:
        assert not codes
    assert sorted(folder.iterdir()) == before, "nothing is left beside the file"
    assert [p.name for p in tmp_path.iterdir()] == ["here"], "nothing is written outside"


@pytest.mark.parametrize("name", sorted(name for name, case in BROKEN.items() if case.dangerous))
def test_dangerous_file_takes_little_memory(name, tmp_path):
    path = BROKEN[name].build(tmp_path)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", READ_AND_MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["megabytes"] < MOST_MEGABYTES


CELLS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["V1", "theft", "05/03/2024", "45356", "106,7", "106°42'0\"Đ", "11-30-00", "Km 12+300", ""]
    ),
    st.floats().map(str),
    st.datetimes().map(str),
)


@settings(deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=8))
def test_any_rows_of_a_table_give_problems_and_no_traceback(tmp_path_factory, now_once, rows):
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [",".join(map(quoted, row)) for row in rows]
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    path.write_text(HEADING + "\n".join(lines), encoding="utf-8", errors="ignore", newline="")
    assert_sentences(findings(path, now_once))


@settings(deadline=None)
@given(
    data=st.binary(min_size=1, max_size=600),
    suffix=st.sampled_from([".kml", ".xls", ".tab", ".mif", ".xlsx"]),
)
def test_any_bytes_of_any_name(tmp_path_factory, now_once, data, suffix):
    heads = {
        ".kml": b"<kml>",
        ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ".tab": b"!table\n",
        ".mif": b"Version 300\n",
    }
    path = tmp_path_factory.mktemp("bytes") / f"t{suffix}"
    path.write_bytes(heads.get(suffix, b"PK\x03\x04") + data)
    assert_sentences(findings(path, now_once))


@pytest.fixture(scope="module")
def now_once() -> datetime:
    return datetime.fromisoformat("2026-06-01T12:00:00+07:00")
