"""Databases for measurements: reached by SQL, by the program's commands, and in libpq's own words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2

PROJECT = Path(__file__).resolve().parent.parent
EMPTY = """
TRUNCATE layers_incident, layers_incidentlocation, layers_monthlycount, layers_suspectedduplicate;
DELETE FROM layers_importbatch WHERE layer = 'incidents';
"""
_COUNTS = """
SELECT (SELECT count(*) FROM layers_incident),
       (SELECT count(*) FROM layers_incidentlocation),
       (SELECT COALESCE(sum(incidents), 0)::bigint FROM layers_monthlycount),
       (SELECT COALESCE(sum(rows_accepted), 0) FROM layers_importbatch WHERE layer = 'incidents')
"""


@dataclass(frozen=True)
class Database:
    """One database.

    Attributes:
        url: as in `DATABASE_URL`.
        variables: of the environment that the program needs besides.
    """

    url: str
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, str]:
        """Return what libpq wants to know."""
        split = urlsplit(self.url)
        parts = {
            "host": unquote(split.hostname or ""),
            "port": str(split.port or ""),
            "user": unquote(split.username or ""),
            "password": unquote(split.password or ""),
            "dbname": split.path.lstrip("/"),
        }
        return {key: value for key, value in parts.items() if value}

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which the program works on it."""
        return {**os.environ, **self.variables, "DATABASE_URL": self.url}

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """Run SQL outside a transaction and return its rows."""
        connection = psycopg2.connect(**self.parts)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def manage(self, *arguments: object) -> None:
        """Run a command of the program to its end."""
        subprocess.run(
            manage_command(*arguments), env=self.environment, check=True, stdout=subprocess.DEVNULL
        )

    def counts(self) -> tuple[object, ...]:
        """Return incidents, their places, those counted per month, and those that imports say they stored."""
        return self.run(_COUNTS)[0]


def manage_command(*arguments: object) -> list[str]:
    """Return a command of the program for `subprocess`."""
    return [sys.executable, str(PROJECT / "manage.py"), *map(str, arguments)]


def import_command(table: Path) -> list[str]:
    """Return the command that imports a table of incidents."""
    return manage_command("import_incidents", table, "--source", "bench", "--commit")


def load_communes(database: Database, communes: Path) -> None:
    """Put communes into force."""
    valid = ("--level", "commune", "--valid-from", "2020-01-01")
    database.manage("import_boundaries", communes, *valid, "--commit")


@contextmanager
def own_database() -> Iterator[Database]:
    """Make a database with the program's tables beside that of `DATABASE_URL`, and drop it afterwards."""
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"bench_{os.getpid()}"
    server = Database(urlunsplit(given._replace(path="/postgres")))
    database = Database(urlunsplit(given._replace(path=f"/{name}")))
    server.run(f"CREATE DATABASE {name}")
    try:
        database.run("CREATE EXTENSION postgis")
        database.manage("migrate", "--verbosity", "0")
        yield database
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")
