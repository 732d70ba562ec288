"""Begins to read the file of an import while the rest of the program is still being loaded.

Reading a table and loading the program take about as long and need nothing of each other, so each gets a
processor. What the command line means is guessed here, before the command itself is known; the command then
takes what was begun if it asks for just that, and otherwise reads by itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from layers.reading.beside import Beside, may_fork
from layers.reading.choices import FileChoices, FileFacts
from layers.reading.columns import parse_mapping
from layers.reading.errors import ReadingError
from layers.reading.heap import keep_freed_memory
from layers.reading.incident_rows import Passed

_COMMAND = "import_incidents"
#: Other files are in several parts or in an archive, and are read slowly anyway.
_ENDINGS = (".csv", ".tsv", ".txt")


class Wanted(NamedTuple):
    """What is to be read, and how."""

    path: str
    choices: FileChoices


class Begun(NamedTuple):
    """A reading that was begun: its results are the facts of the file, then its pieces and its end."""

    wanted: Wanted
    results: Beside[FileFacts | Passed]


_begun: list[Begun] = []


def begin(arguments: Sequence[str]) -> None:
    """Begin to read if a command line asks for an import of incidents from a text file.

    Args:
        arguments: as in `sys.argv`, the command second.
    """
    if list(arguments[1:2]) != [_COMMAND] or not may_fork():
        return
    keep_freed_memory()
    try:
        wanted = _guessed(arguments[2:])
    except (ValueError, ReadingError):
        # The command itself will say what is wrong.
        return
    if wanted.path.lower().endswith(_ENDINGS) and Path(wanted.path).is_file():
        _begun.append(Begun(wanted, Beside(_reading(wanted))))


def take(path: str | Path, choices: FileChoices) -> Beside[FileFacts | Passed] | None:
    """Return the reading of this very file, if one was begun; it belongs to the caller then."""
    if _begun and _begun[-1].wanted == Wanted(str(path), choices):
        return _begun.pop().results
    return None


def _reading(wanted: Wanted) -> Iterator[FileFacts | Passed]:
    # Loaded in the process that reads; the other one does without.
    from layers.reading.incidents import read_incidents

    yield from read_incidents(*wanted)


class _Parser(argparse.ArgumentParser):
    """Knows what the command line says about the file, and keeps silent about the rest."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def _guessed(arguments: Sequence[str]) -> Wanted:
    """Return what the arguments ask for.

    Raises:
        ValueError: where they do not say it.
        ReadingError: for a mapping of columns that is none.
    """
    parser = _Parser(add_help=False)
    parser.add_argument("file")
    for option in ("--layer", "--crs", "--encoding", "--source", "--problems"):
        parser.add_argument(option)
    parser.add_argument("--map", nargs="+", action="extend", default=[])
    parser.add_argument("--trust-place", action="store_true")
    known, _others = parser.parse_known_args(arguments)
    choices = FileChoices(
        layer=known.layer,
        crs=known.crs,
        encoding=known.encoding,
        columns=parse_mapping(known.map),
        trust_place=known.trust_place,
    )
    return Wanted(known.file, choices)
