"""Writes the pieces of one import into the database while the next piece is being read.

All of it happens in the transaction that the caller opened. The connection is lent to one thread, which waits
for PostgreSQL most of the time; meanwhile the caller reads on. Nobody else may use the connection until
`Store.wait` returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from layers.importing.copying import copy_binary
from layers.importing.counts import add_counts, store_first_counts
from layers.importing.late_work import LateWork
from layers.importing.locating import NOWHERE
from layers.importing.pieces import Piece
from layers.importing.streams import INCIDENT_FIELDS, count_stream, incident_stream, number_stream
from layers.importing.tallies import Tally
from layers.models import ImportBatch, Incident, IncidentLocation

LOCATION_FIELDS = ("incident", "boundary_set", "unit")
_IDS = """
SELECT min(id), CASE WHEN max(id) - min(id) + 1 <> count(*) THEN array_agg(id) END
FROM (
    SELECT nextval((SELECT pg_get_serial_sequence('layers_incident', 'id')::regclass)) AS id
    FROM generate_series(1, %s)
) taken
"""
#: Where nobody else can take numbers, they are counted here, and the sequence is told the last one.
_LAST_ID = """
SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('layers_incident', 'id')::regclass), 0)
"""
_TELL_LAST_ID = "SELECT setval(pg_get_serial_sequence('layers_incident', 'id')::regclass, %s)"
_KNOWN = "SELECT ref FROM layers_incident WHERE source = %s AND ref = ANY(%s)"


class _Streams(NamedTuple):
    """A piece as COPY takes it: the incidents, their places in each boundary set, and the last number."""

    incidents: bytes
    locations: Sequence[bytes]
    last_id: int


class Store:
    """Stores pieces one after the other.

    Attributes:
        accepted: incidents that were new.
        duplicate: incidents whose source and reference the database had already.
    """

    def __init__(
        self,
        batch: ImportBatch,
        categories: Sequence[str],
        boundary_sets: Sequence[int],
        late: LateWork,
    ) -> None:
        """Get ready to store.

        Args:
            batch: the import.
            categories: keys that the categories of the pieces are positions in.
            boundary_sets: primary keys, in the order of the pieces' units.
            late: whether the transaction has emptied the tables and keeps everybody else out until it ends,
                and where places and counts are stored then.
        """
        self.accepted = self.duplicate = 0
        self._tally = Tally()
        self._first_counts = b""
        self._batch = batch
        self._categories = categories
        self._boundary_sets = boundary_sets
        self._alone = late.put_off
        self._twins = late.twins
        self._last_id = _last_id() if self._alone else 0
        # An import holds the lock of all imports: what it does not find now, nobody adds meanwhile.
        self._source_is_known = is_known(batch.source, besides=batch)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def put(self, piece: Piece) -> None:
        """Begin to store a piece, once the piece before it is stored.

        Raises:
            django.db.Error: what the database said to the piece before.
        """
        if self._alone and len(piece):
            # None of it is known, nobody else takes numbers: it is made ready while the last one is copied.
            ids = np.arange(self._last_id + 1, self._last_id + len(piece) + 1, dtype=np.int64)
            self._last_id += len(piece)
            streams = self._streams(piece, ids)
            self.wait()
            self._last = self._thread.submit(self._copy_alone, connection.connection, streams)
            if self._twins is not None:
                self._twins.copy(IncidentLocation, LOCATION_FIELDS, streams.locations)
            return
        self.wait()
        if len(piece):
            self._last = self._thread.submit(self._store, connection.connection, piece)

    def wait(self) -> None:
        """Return when everything is stored.

        Raises:
            django.db.Error: what the database said to the last piece.
        """
        last, self._last = self._last, None
        if last is not None:
            with connection.wrap_database_errors:
                last.result()

    def finish(self) -> None:
        """Return when everything is stored.

        Raises:
            django.db.Error: what the database said to the last piece.
        """
        if self._alone:
            # All is counted before it is stored: it can be added up while the last piece is.
            self._first_counts = count_stream(self._tally.cells(), self._categories)
        self.wait()

    def count(self) -> None:
        """Write what was new into the monthly counts, once everything is stored."""
        if self._alone:
            store_first_counts(self._first_counts, self._twins)
        else:
            add_counts(self._tally.cells(), self._categories)

    def _store(self, lent: Any, piece: Piece) -> None:
        with lent.cursor() as cursor:
            fresh = piece.only(~self._known(cursor, piece))
            self.duplicate += len(piece) - len(fresh)
            if len(fresh):
                self._copy(cursor, self._streams(fresh, _new_ids(cursor, len(fresh))))

    def _copy_alone(self, lent: Any, streams: _Streams) -> None:
        with lent.cursor() as cursor:
            self._copy(cursor, streams)
            cursor.execute(_TELL_LAST_ID, [streams.last_id])

    def _streams(self, piece: Piece, ids: NDArray[np.int64]) -> _Streams:
        """Return what is copied for a piece with these primary keys (n,), and count it."""
        incidents = incident_stream(piece, ids, self._categories, self._batch.source, self._batch.pk)
        locations = []
        for boundary_set, units in zip(self._boundary_sets, piece.units, strict=True):
            inside = units != NOWHERE
            sets = np.full(inside.sum(), boundary_set)
            locations.append(number_stream((ids[inside], sets, units[inside])))
        self._tally.add(piece)
        self.accepted += len(piece)
        return _Streams(incidents, locations, int(ids[-1]))

    def _copy(self, cursor: Any, streams: _Streams) -> None:
        copy_binary(cursor, Incident, INCIDENT_FIELDS, streams.incidents, fresh=self._alone)
        if self._twins is not None:
            return
        for locations in streams.locations:
            copy_binary(cursor, IncidentLocation, LOCATION_FIELDS, locations, fresh=self._alone)

    def _known(self, cursor: Any, piece: Piece) -> NDArray[np.bool_]:
        """Return (n,) whether the database has the source and ref of each row already."""
        known = set(known_refs(cursor, self._batch.source, piece)) if self._source_is_known else set()
        return np.fromiter((ref in known for ref in piece.refs), dtype=bool, count=len(piece))


def is_known(source: str, besides: ImportBatch | None = None) -> bool:
    """Return whether incidents of a source were brought in before, by another import or by hand."""
    earlier = ImportBatch.objects.filter(layer=ImportBatch.Layer.INCIDENTS, source=source)
    return earlier.exclude(pk=besides and besides.pk).exists()


def known_refs(cursor: Any, source: str, piece: Piece) -> list[bytes]:
    """Return the references of a piece that the database has already for the source."""
    # One array instead of a parameter for each row, which Django's `__in` would make of it.
    cursor.execute(_KNOWN, [source, [ref.decode() for ref in piece.refs]])
    return [row[0].encode() for row in cursor.fetchall()]


def _last_id() -> int:
    """Return the last primary key that was taken."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ID)
        return int(cursor.fetchone()[0])


def _new_ids(cursor: Any, count: int) -> NDArray[np.int64]:
    """Take primary keys (count,) from the sequence; in a row, unless somebody else took some meanwhile."""
    cursor.execute(_IDS, [count])
    first, scattered = cursor.fetchone()
    if scattered is not None:
        return np.array(scattered, dtype=np.int64)
    return np.arange(first, first + count, dtype=np.int64)
