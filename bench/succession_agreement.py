"""How well succession by overlay agrees with a published crosswalk, and why it differs where it does.

The 282 communes of 2008 are laid over the 95 of 2026 (Đồng Nai with the former Bình Phước) and the main
successor of each is compared with the crosswalk of the reform of 1 July 2025; so are all pairs of old and new
commune. The codes of the two sources differ, so communes are matched by folded name and district, then by a
name that occurs once. The folder of the data is named by DIABAN_TEST_DATA.

The crosswalk starts from the communes of June 2025 and the drawings from those of 2008. A pair that only the
overlay knows is therefore a piece of a commune of 2008 that is not counted to it in 2025: a boundary that was
moved in between, or drawn so differently that the overlay takes it for moved.

    DIABAN_TEST_DATA=… python bench/succession_agreement.py
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from layers.reading.names import fold_name
from layers.reading.overlaying import Parts, overlay

AGREES = "agrees"
IN_DIVIDED = "agrees: one of the successors of a divided commune"
UNMATCHED_PLACE = "no such name in the crosswalk; wards that lie in it agree"
UNMATCHED_OTHER = "no such name in the crosswalk; wards that lie in it went elsewhere too"
UNMATCHED_EMPTY = "no such name in the crosswalk, and no ward of it lies here"
CHANGED_BEFORE = "boundary changed between 2008 and 2025: the ward's centre lies in another commune of 2008"
SECOND_PART = "the overlay divides it and the crosswalk's successor has the smaller part"
MISFIT = "the crosswalk's successor has only a sliver of the drawing of 2008"

PIECE_OF_A_WARD = "the centre of a ward of 2025 lies in the piece: its ground was another commune's in 2008"
PIECE_MOVED = "boundary moved between 2008 and 2025: the piece is wider than twice the misfit"
PIECE_DRAWN = "drawn differently: the piece is narrower than twice the misfit, no centre of a ward lies in it"
PIECE_LOST = "the crosswalk's successor has only a sliver of the drawing of 2008"


@dataclass(frozen=True)
class Compared:
    """One commune of 2008 with its main successor by overlay, the crosswalk's, and what that means."""

    name: str
    district: str
    overlay: str
    share: float
    crosswalk: str
    verdict: str

    @property
    def agrees(self) -> bool:
        """Whether the two sources name the same successor."""
        return self.verdict in {AGREES, IN_DIVIDED}


@dataclass(frozen=True)
class LonePair:
    """A pair of old and new commune that one source knows and the other does not, and why.

    `share`, `km2` and `width_m` tell of the common ground by overlay.
    """

    old: str
    new: str
    share: float
    km2: float
    width_m: float
    verdict: str


@dataclass(frozen=True)
class Agreement:
    """Every commune of 2008, the pairs of those matched, the overlay's parts and how long it took.

    Attributes:
        agreeing_pairs: how many pairs both sources know.
        lone_pairs: those that one of them knows.
    """

    rows: list[Compared]
    agreeing_pairs: int
    lone_pairs: list[LonePair]
    parts: Parts
    seconds: float

    @property
    def matched(self) -> list[Compared]:
        """Return the communes that both sources know by name."""
        return [row for row in self.rows if row.crosswalk]

    @property
    def share(self) -> float:
        """Return the share of agreeing pairs among the matched ones."""
        return sum(row.agrees for row in self.matched) / len(self.matched)

    @property
    def share_of_pairs(self) -> float:
        """Return the share of pairs that both sources know among those that any of them knows."""
        return self.agreeing_pairs / (self.agreeing_pairs + len(self.lone_pairs))


def compare(folder: Path) -> Agreement:
    """Overlay the two sets and compare with the crosswalk."""
    old = gpd.read_file(folder / "communes-2008-dong-nai-binh-phuoc.gpkg")
    new = gpd.read_file(folder / "communes-2025-dong-nai.gpkg")
    crosswalk = pd.read_csv(folder / "crosswalk-2025-dong-nai.csv", dtype=str)
    began = time.perf_counter()
    parts = overlay(old.geometry.array, new.geometry.array)
    seconds = time.perf_counter() - began
    matches = _matches(old, crosswalk)
    wards_in = _wards_in(old, crosswalk)
    codes = new["code"].astype(str).to_numpy()
    names = dict(zip(codes, new["full_name"], strict=True))
    rows = []
    for i, commune in enumerate(old.itertuples()):
        own = np.flatnonzero(parts.old == i)
        order = own[np.argsort(-parts.share[own])]
        main = order[0]
        expected = matches.get(i, frozenset())
        successors = {codes[parts.new[p]] for p in order if parts.share[p] > 0}
        verdict = _verdict(codes[parts.new[main]], successors, expected, i, wards_in, crosswalk)
        rows.append(
            Compared(
                commune.commune,
                commune.district,
                names[codes[parts.new[main]]],
                float(parts.share[main]),
                ", ".join(names.get(code, code) for code in sorted(expected)),
                verdict,
            )
        )
    agreeing, lone = _pairs(old, codes, names, parts, matches, wards_in, crosswalk)
    return Agreement(rows, agreeing, lone, parts, seconds)


def _pairs(
    old: gpd.GeoDataFrame,
    codes: np.ndarray,
    names: dict[str, str],
    parts: Parts,
    matches: dict[int, frozenset[str]],
    wards_in: dict[int, list[int]],
    crosswalk: pd.DataFrame,
) -> tuple[int, list[LonePair]]:
    """Compare the pairs of the matched communes; return how many agree, and those that do not."""
    told = {(i, code) for i, successors in matches.items() for code in successors}
    at = {(int(o), codes[n]): p for p, (o, n) in enumerate(zip(parts.old, parts.new, strict=True))}
    found = {pair for pair, p in at.items() if parts.share[p] > 0 and pair[0] in matches}
    lone = []
    for i, code in sorted(told ^ found):
        p = at.get((i, code))
        here = [w for w in wards_in.get(i, []) if crosswalk["new_ward_code"].iloc[w] == code]
        if (i, code) in told:
            verdict = PIECE_LOST
        elif here:
            verdict = PIECE_OF_A_WARD
        else:
            verdict = PIECE_DRAWN if parts.width_m[p] < 2 * parts.misfit_m else PIECE_MOVED
        ground = (0.0, 0.0, 0.0) if p is None else (parts.share[p], parts.area_m2[p] / 1e6, parts.width_m[p])
        whole_name = f"{old['commune'].iloc[i]}, {old['district'].iloc[i]}"
        lone.append(LonePair(whole_name, names.get(code, code), *map(float, ground), verdict))
    return len(told & found), lone


def _matches(old: gpd.GeoDataFrame, crosswalk: pd.DataFrame) -> dict[int, frozenset[str]]:
    """Return, by position of the commune of 2008, the codes of the successors the crosswalk gives."""
    by_name: dict[str, set[tuple[str, str]]] = {}
    for ward in crosswalk.itertuples():
        by_name.setdefault(fold_name(ward.ward), set()).add((fold_name(ward.district), ward.new_ward_code))
    how_often = Counter(fold_name(name) for name in old["commune"])
    matches = {}
    for i, commune in enumerate(old.itertuples()):
        name, district = fold_name(commune.commune), fold_name(commune.district)
        found = by_name.get(name, set())
        same = {code for of, code in found if of == district}
        # A district was renamed or divided since: the name alone will do where nobody else bears it.
        alone = len({of for of, _code in found}) == 1 and how_often[name] == 1
        codes = same or ({code for _of, code in found} if alone else set())
        if codes:
            matches[i] = frozenset(codes)
    return matches


def _wards_in(old: gpd.GeoDataFrame, crosswalk: pd.DataFrame) -> dict[int, list[int]]:
    """Return, by position of the commune of 2008, the rows of the crosswalk whose centre lies in it."""
    centres = shapely.points(crosswalk["wardLon"].astype(float), crosswalk["wardLat"].astype(float))
    commune, ward = shapely.STRtree(centres).query(old.geometry.array, predicate="contains")
    wards: dict[int, list[int]] = {}
    for c, w in zip(commune, ward, strict=True):
        wards.setdefault(int(c), []).append(int(w))
    return wards


def _verdict(
    main: str,
    successors: set[str],
    expected: frozenset[str],
    position: int,
    wards_in: dict[int, list[int]],
    crosswalk: pd.DataFrame,
) -> str:
    here = {crosswalk["new_ward_code"].iloc[w] for w in wards_in.get(position, [])}
    if not expected:
        if not here:
            return UNMATCHED_EMPTY
        return UNMATCHED_PLACE if here <= successors else UNMATCHED_OTHER
    if main in expected:
        return AGREES if len(expected) == 1 else IN_DIVIDED
    if not (here & expected):
        return CHANGED_BEFORE
    return SECOND_PART if successors & expected else MISFIT


def main() -> None:
    """Print the table."""
    agreement = compare(Path(os.environ["DIABAN_TEST_DATA"]))
    print(
        f"overlay of {len(agreement.rows)} with 95 communes: {agreement.seconds:.1f} s, "
        f"misfit of the drawings {agreement.parts.misfit_m:.0f} m, "
        f"{agreement.parts.sliver.sum()} slivers of {len(agreement.parts.sliver)} parts"
    )
    for verdict, count in Counter(row.verdict for row in agreement.rows).most_common():
        print(f"{count:5}  {verdict}")
    print(f"matched by name: {len(agreement.matched)}; of these agree: {agreement.share:.1%}")
    print(
        f"pairs of old and new commune: {agreement.agreeing_pairs} in both, "
        f"{len(agreement.lone_pairs)} in one; agreeing: {agreement.share_of_pairs:.1%}"
    )
    for verdict, count in Counter(pair.verdict for pair in agreement.lone_pairs).most_common():
        print(f"{count:5}  {verdict}")
    print()
    for pair in agreement.lone_pairs:
        print(
            f"{pair.old} -> {pair.new}: {pair.share:.1%}, {pair.km2:.1f} km², {pair.width_m:.0f} m;", end=" "
        )
        print(pair.verdict)
    print()
    for row in agreement.rows:
        if not row.agrees:
            print(f"{row.name}, {row.district}: overlay {row.overlay} ({row.share:.0%});", end=" ")
            print(f"crosswalk {row.crosswalk or '-'}; {row.verdict}")


if __name__ == "__main__":
    main()
