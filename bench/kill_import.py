"""`kill -9` amid an import, of the importing process or of PostgreSQL: all of it is there, or nothing.

    python -m bench.kill_import [--rows 1000000] [--moments 10] [--seed 1]

Makes a PostGIS cluster of its own in a throw-away folder (`script/database`, so it needs PostgreSQL on this
machine), measures one whole import, and then kills at random moments, spread over that time. After each, the
server is started again, what is there is counted, and the same file is imported again, to the end.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.server import EMPTY, PROJECT, Database, import_command, load_communes
from bench.synthetic import write_communes, write_incidents

#: Imports wait for a server that recovers no longer than this.
_PATIENCE = 120
_INDEXES = """
SELECT array_agg(indexdef ORDER BY indexname) FROM pg_indexes
WHERE schemaname = current_schema() AND tablename LIKE 'layers\\_%'
"""
#: What a killed import left of the tables that it filled over its second connection.
_LEFT_OVER = "SELECT count(*) FROM pg_tables WHERE schemaname = 'layers_incoming'"


@dataclass(frozen=True)
class Outcome:
    """What came of one kill.

    Attributes:
        victim: "import" or "server".
        after: seconds from the start of the import to the kill.
        ended: the import had ended before.
        stored: rows there afterwards, after the server had recovered.
        repeated: rows there once the same file was imported again.
    """

    victim: str
    after: float
    ended: bool
    stored: int
    repeated: int


class Cluster:
    """A PostGIS cluster of our own."""

    def __init__(self, var: Path) -> None:
        self._var = var
        outer = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("PG")}
        self._environment = {**outer, "DIABAN_VAR": str(var)}

    def script(self, *arguments: str) -> str:
        """Run `script/database` and return what it says."""
        done = subprocess.run(
            [PROJECT / "script" / "database", *arguments],
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
        return done.stdout.strip()

    def database(self) -> Database:
        """Return its database; the server must run."""
        return Database(self.script("url"), {"DIABAN_VAR": str(self._var)})

    def kill(self, postmaster: int) -> None:
        """End every process of the server at once, as a failure of the machine would."""
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue


@contextmanager
def own_cluster() -> Iterator[tuple[Cluster, Database]]:
    """Make a cluster with the program's tables, and remove it afterwards."""
    root = Path(tempfile.mkdtemp(prefix="diaban-"))
    root.chmod(0o755)
    cluster = Cluster(root / "var")
    try:
        cluster.script("start")
        database = cluster.database()
        database.manage("migrate", "--verbosity", "0")
        yield cluster, database
    finally:
        cluster.script("stop", "--force")
        shutil.rmtree(root)


def whole_import(database: Database, table: Path) -> float:
    """Import the table to its end; return the seconds it took."""
    started = time.perf_counter()
    subprocess.run(import_command(table), env=database.environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def killed_import(cluster: Cluster, database: Database, table: Path, victim: str, after: float) -> Outcome:
    """Import the table, kill after so many seconds, let the server recover, look, and import again.

    Raises:
        AssertionError: when a part of the rows, or not every index, is there.
    """
    database.run(EMPTY)
    indexes = database.run(_INDEXES)
    postmaster = int(str(database.run("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")[0][0]))
    with subprocess.Popen(
        import_command(table), env=database.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(after)
        ended = process.poll() is not None
        if victim == "server":
            cluster.kill(postmaster)
        else:
            process.kill()
        process.wait(_PATIENCE)
    cluster.script("start")
    alone(database)
    stored = rows(database)
    assert database.run(_INDEXES) == indexes, "an index is missing"
    assert not ended or stored, "what had been committed is gone"
    whole_import(database, table)
    assert database.run(_INDEXES) == indexes, "an index is missing after the repetition"
    assert ended or database.run(_LEFT_OVER) == [(0,)], "the repetition left tables of the killed import"
    return Outcome(victim, after, ended, stored, rows(database))


def alone(database: Database) -> None:
    """Wait until the server has noticed that the killed import is gone."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    deadline = time.monotonic() + _PATIENCE
    while database.run(others) != [(0,)]:
        assert time.monotonic() < deadline, "the killed import's connection is still open"
        time.sleep(0.1)


def rows(database: Database) -> int:
    """Return how many incidents there are, each with its place and counted.

    Raises:
        AssertionError: when places, counts or the record of the import say otherwise.
    """
    counts = database.counts()
    assert len(set(counts)) == 1, f"incidents, places, counts and record differ: {counts}"
    return int(str(counts[0]))


def main() -> None:
    """Kill and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--moments", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, own_cluster() as (cluster, database):
        communes, table = Path(folder) / "communes.geojson", Path(folder) / "incidents.csv"
        write_communes(communes)
        write_incidents(table, options.rows)
        load_communes(database, communes)
        took = whole_import(database, table)
        print(f"one import of {options.rows:,} rows: {took:.1f} s")
        for number in range(options.moments):
            # One moment in each equal part of the time, so that they are spread over all of it.
            after = took * (number + chance.random()) / options.moments
            victim = ("import", "server")[number % 2]
            outcome = killed_import(cluster, database, table, victim, after)
            while outcome.ended:
                # This import was quicker than the first one: the moment is looked for earlier.
                print(f"    the import had ended after {after:.1f} s", flush=True)
                after *= 0.85
                outcome = killed_import(cluster, database, table, victim, after)
            state = "all" if outcome.stored == options.rows else "nothing" if not outcome.stored else "PART"
            again = "whole" if outcome.repeated == options.rows else "NOT WHOLE"
            print(
                f"{number + 1:2}. {victim} killed after {after:.1f} s: {state}; again: {again}",
                flush=True,
            )


if __name__ == "__main__":
    main()
