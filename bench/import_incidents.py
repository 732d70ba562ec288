"""A file of incidents into PostGIS: ogr2ogr, this program and geopandas, one after the other, several times.

    python -m bench.import_incidents [--rows 1000000] [--repeat 3] [--only WAY ...] [--appending]

Needs `DATABASE_URL` of a server on which a database may be made; it makes one, and drops it at the end. What
the three do with the same CSV:

ogr2ogr    loads the rows, with a point from the columns lon and lat and its own index on it; checks nothing
ours       `import_incidents --commit`: reads and checks each row, looks for persons, refuses repeated
           references, locates each point in 1,000 communes, stores, counts per commune, category and month
geopandas  read_csv, points, sjoin with the same communes, to_postgis; checks nothing, counts nothing. Needs
           what the program does not, `.venv/bin/pip install sqlalchemy geoalchemy2`; left out without them

Told for each: seconds from start to end, and processor seconds of its own processes (not of the server).
Afterwards the medians, the ratio of each pair of neighbours in time (other work on the machine then hits both
alike), and the peak of memory of all its processes together, of one more run that is watched. Of ours, the
start of the program alone is told as well: the worker that imports what came through the pages has it behind
it.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.server import EMPTY, Database, import_command, load_communes, manage_command, own_database
from bench.synthetic import write_communes, write_incidents

GEOPANDAS = """
import sys
import geopandas, pandas, sqlalchemy
rows = pandas.read_csv(sys.argv[1])
points = geopandas.GeoDataFrame(
    rows, geometry=geopandas.points_from_xy(rows.pop("lon"), rows.pop("lat")), crs="EPSG:4326"
)
communes = geopandas.read_file(sys.argv[2])[["code", "geometry"]]
located = points.sjoin(communes, predicate="intersects").drop(columns="index_right")
located.to_postgis("incidents_geopandas", sqlalchemy.create_engine(sys.argv[3]), if_exists="replace")
"""
#: Seconds between two looks at the memory.
_LOOK_EVERY = 0.25


class Result(NamedTuple):
    """Of one run: seconds, processor seconds, megabytes of the largest process (of all, where watched)."""

    seconds: float
    cpu: float
    memory: float


def ogr2ogr(database: Database, table: Path) -> list[str]:
    """Return the command with which an office would load the table."""
    words = " ".join(f"{key}={value}" for key, value in database.parts.items())
    return [
        *("ogr2ogr", "-f", "PostgreSQL", f"PG:{words}", str(table)),
        *("-nln", "incidents_ogr2ogr", "-overwrite", "-a_srs", "EPSG:4326"),
        *("-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-oo", "AUTODETECT_TYPE=YES"),
    ]


def ours(_database: Database, table: Path) -> list[str]:
    """Return the command with which this program imports it."""
    return import_command(table)


def geopandas(database: Database, table: Path) -> list[str]:
    """Return the command of a program of a few lines that does the same join."""
    words = "&".join(f"{key}={value}" for key, value in database.parts.items())
    engine = f"postgresql+psycopg2://?{words}"
    return [sys.executable, "-c", GEOPANDAS, str(table), str(table.with_name("communes.geojson")), engine]


WAYS: dict[str, Callable[[Database, Path], list[str]]] = {
    "ogr2ogr": ogr2ogr,
    "ours": ours,
    "geopandas": geopandas,
}


def main() -> None:
    """Measure and tell."""
    options = parsed()
    names = list(options.only)
    if "geopandas" in names and not all(map(importlib.util.find_spec, ("sqlalchemy", "geoalchemy2"))):
        print("geopandas: left out; for it, .venv/bin/pip install sqlalchemy geoalchemy2")
        names.remove("geopandas")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, own_database() as database:
        communes, table = Path(folder) / "communes.geojson", Path(folder) / "incidents.csv"
        apart(write_communes, communes)
        apart(write_incidents, table, options.rows)
        print(f"{options.rows:,} rows, {table.stat().st_size / 1e6:.0f} MB; 1,000 communes")
        if "ogr2ogr" in names:
            print(" ".join(ogr2ogr(database, table)))
        load_communes(database, communes)
        results = compare(database, table, names, options.repeat)
        if "ours" in names:
            start = measured(manage_command("import_incidents", "--help"), database)
            print(f"of ours, the start of the program: {shown(start)}")
        if options.appending:
            second = table.with_name("more.csv")
            apart(write_incidents, second, options.rows, options.rows)
            database.run(EMPTY)
            for file, said in ((table, "first"), (second, "as many more")):
                result = measured(ours(database, file), database)
                print(f"ours, {said}: {shown(result)}", flush=True)
        tell(results, options.rows)


def apart(make: Callable[..., object], *arguments: object) -> None:
    """Call a function in a process of its own: a child's peak of memory begins with that of its parent."""
    process = multiprocessing.get_context("spawn").Process(target=make, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{make.__name__} ended with {process.exitcode}")


def parsed() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--appending", action="store_true", help="then import as many rows on top of them")
    return parser.parse_args()


def measured(command: list[str], database: Database, *, watched: bool = False) -> Result:
    """Return what a command took, with the processes that it made.

    Looking at the memory of several processes holds them up, the longer the more they have: the time counts
    where nobody looks.
    """
    # What the one before left to be written to disk must not be paid for by this one.
    database.run("CHECKPOINT")
    started = time.perf_counter()
    process = subprocess.Popen(command, env=database.environment, stdout=subprocess.DEVNULL)
    together = peak_of_all(process.pid) if watched else 0.0
    _pid, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Result(seconds, used.ru_utime + used.ru_stime, max(used.ru_maxrss / 1024, together))


def shown(result: Result) -> str:
    """Return a result in words."""
    return f"{result.seconds:.1f} s ({result.cpu:.1f} s of processor), {result.memory:.0f} MB"


def peak_of_all(pid: int) -> float:
    """Return the most megabytes that a process and those it made had together, once it has ended."""
    together = 0.0
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        together = max(together, memory_of_all(pid))
        time.sleep(_LOOK_EVERY)
    return together


def memory_of_all(pid: int) -> float:
    """Return the megabytes of a process and those it made; what they share is counted once."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        own = int(found[1]) / 1024 if found else 0.0
        return own + sum(memory_of_all(int(child)) for child in children.read_text().split())
    except OSError:
        # It has just ended.
        return 0.0


def compare(database: Database, table: Path, names: list[str], repeat: int) -> dict[str, list[Result]]:
    """Return what each way took in each turn, and then in one more that is watched."""
    results: dict[str, list[Result]] = {name: [] for name in names}
    for turn in range(repeat + 1):
        watched = turn == repeat
        for name in names:
            database.run(EMPTY)
            database.run("DROP TABLE IF EXISTS incidents_ogr2ogr, incidents_geopandas")
            result = measured(WAYS[name](database, table), database, watched=watched)
            results[name].append(result)
            print(f"  {'watched' if watched else f'turn {turn + 1}'}, {name}: {shown(result)}", flush=True)
            counts = database.counts()
            if len(set(counts)) != 1:
                raise SystemExit(f"incidents, places and counts differ: {counts}")
    return results


def tell(results: dict[str, list[Result]], rows: int) -> None:
    """Print the medians of the turns, the memory, and how ours compares with ogr2ogr turn by turn."""
    for name, (*turns, watched) in results.items():
        seconds = statistics.median(turn.seconds for turn in turns)
        print(
            f"{name}: median {seconds:.1f} s = {seconds / rows * 1e6:.1f} s per million, "
            f"{watched.memory:.0f} MB in all"
        )
    if {"ogr2ogr", "ours"} <= results.keys():
        turns = zip(results["ours"][:-1], results["ogr2ogr"][:-1], strict=True)
        ratios = [mine.seconds / theirs.seconds for mine, theirs in turns]
        told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"ours / ogr2ogr: {told}; median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
