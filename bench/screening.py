"""All nine rules of group d over all communes, beside one `geopandas.sjoin` of the same incidents.

    python -m bench.screening [--rows 1000000] [--country] [--repeat 3]

Needs `DATABASE_URL` of a server on which a database may be made; it makes one, and drops it at the end.
Points and communes are synthetic and seeded (`bench/synthetic.py`): 1,000 communes, or with `--country`
3,321, for which 10,000,000 rows are usual.

rules   every rule of `gis_app.screening.rules` asked about every commune as of 31/12/2025, as a screening
        asks them: SQL, judgements and sentences; nothing is stored. The outer edges of the communes were
        found when these came into force; the first screening, of a cold process, is told apart.
sjoin   `geopandas.sjoin(points, communes, predicate="within")` with both frames in memory; reading them is
        not counted.

They take turns. Told: communes that meet each rule, both medians, their ratio, and this process's peak of
memory before the frames of geopandas were read.
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

from bench.import_incidents import apart
from bench.server import PROJECT, Database, load_communes, own_database
from bench.synthetic import COMMUNES, write_communes, write_incidents
from layers.reference import rows as reference_rows

AS_OF = datetime.date(2025, 12, 31)
COUNTRY = (81, 41)
# All that the program starts with, alike in number.
CATEGORIES = tuple(row["key"] for row in reference_rows("categories"))


def main() -> None:
    """Make the data, measure, tell."""
    options = parsed()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, own_database() as database:
        communes, table = Path(folder) / "communes.geojson", Path(folder) / "incidents.csv"
        apart(write_communes, communes, COUNTRY if options.country else COMMUNES)
        apart(write_incidents, table, options.rows, 0, CATEGORIES)
        load_communes(database, communes)
        database.manage("import_incidents", table, "--source", "bench", "--commit")
        database.run((PROJECT / "bench" / "screening.sql").read_text(encoding="utf-8"))
        database.run("VACUUM ANALYZE")
        compare(database, communes, table, options.repeat)


def parsed() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--country", action="store_true", help="3,321 communes instead of 1,000")
    parser.add_argument("--repeat", type=int, default=3)
    return parser.parse_args()


def compare(database: Database, communes: Path, table: Path, repeat: int) -> None:
    """Let both take turns, and tell."""
    os.environ["DATABASE_URL"] = database.url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")
    django.setup()
    rules = all_rules()
    first = timed(rules)
    print(f"first screening: {first:.2f} s")
    once = timed(rules)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    join, points = sjoin(communes, table)
    timed(join)
    ours, theirs = [once], []
    for _turn in range(repeat):
        theirs.append(timed(join))
        ours.append(timed(rules))
    print(
        f"{points:,} incidents; median of {repeat}: nine rules {statistics.median(ours[1:]):.2f} s, "
        f"sjoin {statistics.median(theirs):.2f} s, "
        f"ratio {statistics.median(ours[1:]) / statistics.median(theirs):.2f}; memory {memory:.0f} MB"
    )


def all_rules() -> Callable[[], None]:
    """Return a function that asks every rule about every commune and prints how many meet each."""
    from gis_app.plans.models import Plan
    from gis_app.screening import asking
    from gis_app.screening.asking import one_picture
    from gis_app.screening.rules import RULES
    from gis_app.screening.rules.shape import Question
    from layers.models import AdminUnit

    version = Plan.objects.get(pk="brvt-94-2017").current
    units = tuple(AdminUnit.objects.communes().on(AS_OF).order_by("pk").values_list("pk", flat=True))

    def ask() -> None:
        questions = [
            Question(
                units,
                AS_OF,
                {parameter.key: parameter.default for parameter in rule.parameters},
                (version.criterion(rule.key) or {}).get("covers", {}),
            )
            for rule in RULES
        ]
        with one_picture():
            results = asking.ask(list(zip(RULES, questions, strict=True)))
        told = (
            f"{key} {sum(result.judgement.outcome == 'met' for result in of_rule)}"
            for key, of_rule in results.items()
        )
        print("met:", ", ".join(told), flush=True)

    return ask


def sjoin(communes: Path, table: Path) -> tuple[Callable[[], None], int]:
    """Return a function that joins the same points with the same communes, and the number of points."""
    import geopandas
    import pandas

    rows = pandas.read_csv(table, usecols=["lon", "lat", "category"])
    points = geopandas.GeoDataFrame(
        rows[["category"]], geometry=geopandas.points_from_xy(rows["lon"], rows["lat"]), crs="EPSG:4326"
    )
    polygons = geopandas.read_file(communes)[["code", "geometry"]]

    def join() -> None:
        geopandas.sjoin(points, polygons, predicate="within")

    return join, len(points)


def timed(work: Callable[[], None]) -> float:
    """Return the seconds that a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
