"""How well one year's hot-spot maps hold the next year's incidents: Chicago 2010 to 2019.

Every year's map is made of that year's aggravated assaults alone and judged on the next year's, at 5, 10
and 15 % of the area, by hit rate, PAI and PEI (`gis_app.statistics.prediction`). All maps are judged on the
same cells of 250 m:

- random: the cells in random order (mean of 20);
- last year's counts: the incidents of each cell, nothing else;
- district counts: incidents per km² of the police district, the map without a grid;
- Gi*: the z of the cell with its eight neighbours;
- density: the kernel surface with the suggested bandwidth, with 500 m, with the bandwidth fitted to the year.

    python bench/statistics_accuracy.py FOLDER [--write docs/thong-ke.md]

FOLDER holds chicago-aggravated-assaults-2010-2019.csv.gz and chicago-police-districts.kml (Ashby,
crimemappingdata, MIT). --write puts the tables between the marks of the document.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gis_app.statistics.bandwidths import fitted_bandwidth  # noqa: E402
from gis_app.statistics.density import DensitySurface, density_surface  # noqa: E402
from gis_app.statistics.hot_spots import HotSpots, hot_spots  # noqa: E402
from gis_app.statistics.neighbours import Neighbours  # noqa: E402
from gis_app.statistics.points import coordinates_m  # noqa: E402
from gis_app.statistics.prediction import SHARES, Accuracy, map_accuracy  # noqa: E402
from gis_app.statistics.texts import number  # noqa: E402

#: UTM zone 16 north holds Chicago.
EPSG = 32616
CELL_M = 250.0
FINER = 5
START, END = "<!-- bảng: bench/statistics_accuracy.py -->", "<!-- hết bảng -->"
NAMES = {
    "random": "Ngẫu nhiên",
    "counts": "Số vụ năm trước theo ô (mốc so sánh)",
    "districts": "Số vụ/km² theo quận cảnh sát",
    "gi_star": "Gi* theo ô",
    "density": "Mật độ hạt nhân, bán kính gợi ý",
    "density_500": "Mật độ hạt nhân, bán kính 500 m",
    "density_fitted": "Mật độ hạt nhân, bán kính khớp theo số liệu",
}

Maps = dict[str, np.ndarray]
Results = dict[str, list[list[Accuracy]]]


def surface_of(incidents: gpd.GeoSeries, area: gpd.GeoSeries, bandwidth_m: float | None) -> DensitySurface:
    """Return the density surface of a year, on cells a fifth as long as those that maps are judged on."""
    surface = density_surface(incidents, area, bandwidth_m=bandwidth_m, cell_m=CELL_M / FINER)
    if not isinstance(surface, DensitySurface):
        raise SystemExit(surface.sentence("en"))
    return surface


def blocks(fine: np.ndarray) -> np.ndarray:
    """Add up the fine cells of each cell that maps are judged on (rows, columns)."""
    rows, columns = (-(-length // FINER) for length in fine.shape)
    padded = np.zeros((rows * FINER, columns * FINER))
    padded[: fine.shape[0], : fine.shape[1]] = np.nan_to_num(fine)
    return padded.reshape(rows, FINER, columns, FINER).sum(axis=(1, 3))


def expected(surface: DensitySurface) -> np.ndarray:
    """Return the incidents per km² that a surface gives each cell on average (rows, columns)."""
    areas = blocks(surface.area_km2)
    return blocks(surface.density * surface.area_km2) / np.where(areas > 0, areas, 1)


def chessboard(inside: np.ndarray) -> Neighbours:
    """Return the eight neighbours of each cell among those inside (rows, columns)."""
    index = np.full(np.add(inside.shape, 2), -1)
    index[1:-1, 1:-1][inside] = np.arange(inside.sum())
    pairs = []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        other = np.roll(index, (-down, -right), axis=(0, 1))
        both = (index >= 0) & (other >= 0)
        pairs.append(np.column_stack([index[both], other[both]]))
    return Neighbours.from_pairs(int(inside.sum()), np.vstack(pairs), "eight cells")


def maps_of(
    incidents: gpd.GeoSeries, districts: gpd.GeoSeries, random: np.random.Generator
) -> tuple[Maps, DensitySurface, float]:
    """Return the scores of each map on the cells inside, a surface with these cells, the fitted bandwidth."""
    surface = surface_of(incidents, districts, None)
    inside = blocks(surface.area_km2) > 0
    counts = blocks(surface.counts(incidents))[inside]
    spots = hot_spots(counts, chessboard(inside), permutations=99)
    if not isinstance(spots, HotSpots):
        raise SystemExit(spots.sentence("en"))
    fitted = fitted_bandwidth(coordinates_m(incidents))
    rows, columns = np.nonzero(inside)
    centres = shapely.points(
        surface.transform.c + (columns + 0.5) * CELL_M, surface.transform.f - (rows + 0.5) * CELL_M
    )
    nearest = shapely.STRtree(districts.to_numpy()).query_nearest(centres, all_matches=False)[1]
    within = shapely.STRtree(incidents.to_numpy()).query(districts.to_numpy(), predicate="contains")[0]
    per_km2 = np.bincount(within, minlength=len(districts)) / (districts.area.to_numpy() / 1e6)
    maps = {
        "counts": counts,
        "districts": per_km2[nearest],
        "gi_star": spots.z,
        "density": expected(surface)[inside],
        "density_500": expected(surface_of(incidents, districts, 500.0))[inside],
        "density_fitted": expected(surface_of(incidents, districts, fitted))[inside],
        **{f"random {each}": random.permutation(len(counts)).astype(float) for each in range(20)},
    }
    return maps, surface, fitted


def judge(folder: Path) -> tuple[Results, str]:
    """Return the accuracy of each map, pair of years and share; and in words what it rests on."""
    table = pd.read_csv(folder / "chicago-aggravated-assaults-2010-2019.csv.gz", parse_dates=["date"])
    places = gpd.points_from_xy(table["longitude"], table["latitude"], crs=4326)
    years = gpd.GeoSeries(places, index=table["date"].dt.year).to_crs(EPSG)
    districts = gpd.read_file(folder / "chicago-police-districts.kml").geometry.to_crs(EPSG)
    random = np.random.default_rng(1)
    results: Results = defaultdict(list)
    suggested, fitted, cells = [], [], 0
    for year in range(2010, 2019):
        maps, surface, width = maps_of(years.loc[year], districts, random)
        areas = blocks(surface.area_km2)
        inside = areas > 0
        following = blocks(surface.counts(years.loc[year + 1]))[inside]
        suggested.append(surface.bandwidth_m)
        fitted.append(width)
        cells = len(following)
        for name, scores in maps.items():
            found = map_accuracy(scores, following, areas[inside])
            if isinstance(found, list):
                results[name.split()[0]].append(found)
    return results, (
        "Dữ liệu: các vụ hành hung nghiêm trọng ở Chicago 2010-2019; chín cặp năm, bản đồ của năm *n* so với "
        f"các vụ của năm *n*+1, trên {number(cells, 'vi')} ô vuông 250 m; bán kính gợi ý "
        f"{span(suggested, 0)} m, bán kính khớp theo số liệu {span(fitted, 0)} m. Trung bình của chín cặp "
        "năm, trong ngoặc là nhỏ nhất và lớn nhất; cột cuối đếm số cặp năm mà bản đồ có tỷ lệ trúng cao hơn "
        "số vụ năm trước theo ô."
    )


def span(values: ArrayLike, decimals: int) -> str:
    """Write the smallest and the largest value in Vietnamese."""
    smallest, largest = float(np.min(values)), float(np.max(values))
    return f"{number(smallest, 'vi', decimals)}-{number(largest, 'vi', decimals)}"


def better(results: Results, name: str, at: int) -> str:
    """Write in how many pairs of years a map held more than last year's counts did."""
    if name in ("random", "counts"):
        return "-"
    pairs = list(zip(results[name], results["counts"], strict=True))
    return f"{sum(found[at].hits > base[at].hits for found, base in pairs)}/{len(pairs)}"


def tables(results: Results, basis: str) -> str:
    """Return one table for each share of the area under the sentence that says what they rest on."""
    lines = [basis]
    for at, share in enumerate(SHARES):
        lines += [
            "",
            f"**{number(100 * share, 'vi')} % diện tích**",
            "",
            "| bản đồ | tỷ lệ trúng (%) | PAI | PEI | hơn mốc |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        for name, label in NAMES.items():
            found = [pair[at] for pair in results[name]]
            columns = [
                f"{number(float(np.mean(values)), 'vi', decimals)} ({span(values, decimals)})"
                for values, decimals in (
                    ([100 * each.hit_rate for each in found], 1),
                    ([each.pai for each in found], 2),
                    ([each.pei for each in found], 2),
                )
            ]
            lines.append(f"| {label} | {' | '.join(columns)} | {better(results, name, at)} |")
    return "\n".join(lines)


def main() -> int:
    """Print the tables, or put them into the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    text = tables(*judge(arguments.folder))
    if arguments.write is None:
        print(text)
        return 0
    document = arguments.write.read_text(encoding="utf-8")
    before, rest = document.split(START)
    after = rest.split(END)[1]
    arguments.write.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
