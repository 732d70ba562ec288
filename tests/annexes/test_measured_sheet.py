"""The printed sheet, measured with a ruler: distances between grid figures, frame lines and boundaries."""

from __future__ import annotations

import math
import re
import subprocess

import numpy as np
import pytest
from PIL import Image

from gis_app.annexes.printing import Order, print_annex
from gis_app.plans.models import Plan
from gis_app.transformation.models import Status
from layers.reading.crs import from_wgs84
from tests.annexes.cycle import DAY, PLAN, YEAR, key_area

pytestmark = pytest.mark.django_db

DPI = 300
MM = DPI / 25.4


@pytest.fixture
def sheet(people, tmp_path):
    """The first page as grey pixels, and its words with their centres in pixels."""
    key_area(people.home_communes[0], Status.IN_TRANSFORMATION)
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(print_annex(Order(Plan.objects.get(pk=PLAN), YEAR, DAY), people.owner))
    run = {"check": True, "capture_output": True}
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(DPI),
            "-gray",
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            "-png",
            pdf,
            tmp_path / "page",
        ],
        **run,
    )
    with Image.open(tmp_path / "page.png") as image:
        pixels = np.asarray(image.convert("L"))
    boxes = subprocess.run(["pdftotext", "-bbox", "-f", "1", "-l", "1", pdf, "-"], **run).stdout.decode()
    words = [
        (text, (float(x0) + float(x1)) / 2 / 72 * DPI, (float(y0) + float(y1)) / 2 / 72 * DPI)
        for x0, y0, x1, y1, text in re.findall(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>', boxes
        )
    ]
    return pixels, words


def frame_lines(pixels):
    """Return left, right, top, bottom of the neat line: the outermost long dark runs."""
    dark = pixels < 100
    columns = np.flatnonzero(dark.sum(axis=0) > 0.4 * pixels.shape[0])
    rows = np.flatnonzero(dark.sum(axis=1) > 0.4 * pixels.shape[1])
    return columns.min(), columns.max(), rows.min(), rows.max()


def tick_centres(strip):
    """Return the centres of dark runs in a strip of pixels."""
    dark = np.flatnonzero(strip < 128)
    return [run.mean() for run in np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1) if len(run)]


def kilometres(text):
    return int(text.replace(".", "")) if re.fullmatch(r"[\d.]+", text) else None


def ticks(pixels, words):
    """Return pixel by easting (in metres) under the frame and pixel by northing left of it."""
    left, right, top, bottom = frame_lines(pixels)
    below = tick_centres(pixels[round(bottom + 0.8 * MM), left - 2 : right + 3])
    beside = tick_centres(pixels[top - 2 : bottom + 3, round(left - 0.8 * MM)])
    eastings, northings = {}, {}
    for text, x, y in words:
        value = kilometres(text)
        if value is None:
            continue
        if bottom < y < bottom + 5 * MM:
            eastings[value * 1000] = min((tick + left - 2 for tick in below), key=lambda tick: abs(tick - x))
        elif left - 5 * MM < x < left:
            northings[value * 1000] = min((tick + top - 2 for tick in beside), key=lambda tick: abs(tick - y))
    return eastings, northings


def scale_of(words):
    texts = [text for text, _x, _y in words]
    return int(texts[texts.index("lệ") + 1].removeprefix("1:").replace(".", ""))


def test_known_coordinates_are_as_far_apart_as_the_scale_says(sheet):
    pixels, words = sheet
    denominator = scale_of(words)
    eastings, northings = ticks(pixels, words)
    for marks in (eastings, northings):
        assert len(marks) >= 2
        first, last = min(marks), max(marks)
        on_paper = abs(marks[last] - marks[first]) / MM / 1000 * denominator
        assert on_paper == pytest.approx(last - first, rel=0.002)


def test_a_vertex_of_the_boundary_is_where_its_coordinates_say(sheet):
    pixels, words = sheet
    metres = scale_of(words) / 1000 / MM
    eastings, northings = ticks(pixels, words)
    first_e, first_n = min(eastings), min(northings)
    for longitude, latitude, east, south in ((107.0, 11.0, -1, 1), (107.2, 11.2, 1, -1)):
        ((x, y),) = from_wgs84(longitude, latitude, 5899)
        column = eastings[first_e] + (x - first_e) / metres
        row = northings[first_n] - (y - first_n) / metres
        reach = round(2.5 * MM)
        window = pixels[
            round(row) - reach : round(row) + reach, round(column) - reach : round(column) + reach
        ]
        rows, columns = np.nonzero(window < 110)
        outermost = np.argmax(columns * east + rows * south)
        found = math.hypot(columns[outermost] - reach, rows[outermost] - reach)
        assert found / MM < 0.4  # half the width of the outline, and a pixel


def test_the_scale_bar_is_as_long_as_it_says(sheet):
    pixels, words = sheet
    unit = next(index for index, (text, _x, _y) in enumerate(words) if text == "km")
    length = kilometres(words[unit - 1][0]) * 1000
    centre_row = round(words[unit - 1][2] + 3.9 * MM)
    zero = next(x for text, x, y in words if text == "0" and abs(y - words[unit - 1][2]) < 5)
    strip = pixels[centre_row - round(1.2 * MM) : centre_row + round(1.2 * MM)]
    outline = np.flatnonzero((strip < 128).any(axis=0))
    outline = outline[(outline > zero - 3 * MM) & (outline < zero + 60 * MM)]
    bar = (outline.max() - outline.min()) / MM / 1000 * scale_of(words)
    assert bar == pytest.approx(length, rel=0.01)  # the outline's own width is 0.5 % of the bar
