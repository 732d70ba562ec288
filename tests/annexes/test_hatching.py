"""Hatches lie inside their area, and every two statuses differ on a black-and-white copy."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from shapely.geometry import box

from gis_app.annexes.canvas import drawing, paint, sheet_of
from gis_app.annexes.hatching import HATCHES, hatch_dots, hatch_lines
from gis_app.transformation.palette import STYLES


def test_lines_and_dots_stay_inside():
    ground = box(0, 0, 20, 20).difference(box(5, 5, 12, 12))
    for hatch in HATCHES.values():
        for line in hatch_lines(ground, hatch):
            assert ground.buffer(1e-6).covers(shapely.linestrings(line))
        dots = hatch_dots(ground, hatch)
        assert shapely.contains_xy(ground, *dots.T).all()


def grey_patch(style) -> np.ndarray:
    with drawing():
        figure, axes = sheet_of(20, 20)
        figure.set_dpi(300)
        paint(axes, box(0, 0, 20, 20), style)
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(buffer)
    with Image.open(buffer) as image:
        return np.asarray(image.convert("L"), dtype=float)


def test_statuses_differ_in_greyscale():
    """Spectra are compared, so that a mere shift of the same hatch does not count as a difference."""
    patches = {style.key: grey_patch(style) for style in STYLES}
    spectra = {key: np.abs(np.fft.rfft2(patch)) / patch.size for key, patch in patches.items()}
    for (one, first), (other, second) in combinations(spectra.items(), 2):
        assert np.linalg.norm(first - second) > 15, (one, other)


def test_the_hatch_stands_out_from_its_own_colour():
    for style in STYLES:
        if style.hatch != "none":
            low, high = np.percentile(grey_patch(style), [2, 98])
            assert high - low > 80, style.key
