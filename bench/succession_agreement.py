"""How well succession by overlay agrees with a published crosswalk, and why it differs where it does.

The 282 communes of 2008 are laid over the 95 of 2026 (Đồng Nai with the former Bình Phước) and the main
successor of each is compared with the crosswalk of the reform of 1 July 2025. The codes of the two sources
differ, so communes are matched by folded name and district, then by a name that occurs once. The folder of
the data is named by DIABAN_TEST_DATA.

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
class Agreement:
    """Every commune of 2008, the parts of the overlay and how long the overlay took."""

    rows: list[Compared]
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
    return Agreement(rows, parts, seconds)


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
    print()
    for row in agreement.rows:
        if not row.agrees:
            print(f"{row.name}, {row.district}: overlay {row.overlay} ({row.share:.0%});", end=" ")
            print(f"crosswalk {row.crosswalk or '-'}; {row.verdict}")


if __name__ == "__main__":
    main()
