"""Encodings of a frame that is already in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from layers.reading.encodings.decoding import Decoding, forced_encodings, own_choice
from layers.reading.encodings.detection import EncodingProposal, propose
from layers.reading.encodings.sampling import sample


class Decoded(Protocol):
    """An open file, such as `layers.reading.Source`."""

    @property
    def decoding(self) -> Decoding:
        """How its columns are read."""


def column_proposals(
    given: pd.DataFrame | Decoded, *, carrier: str = "utf-8", declared: str | None = None
) -> dict[str, list[EncodingProposal]]:
    """Return candidates for each column of text, best first; a column that is empty is left out.

    Args:
        given: an open file, whose proposals were made when it was opened (with
            ``encoding="best"`` it opens whatever they are); or a frame of text, as Unicode
            (perhaps legacy text that was taken for Latin-1), or with ``carrier=BYTES`` bytes as
            characters of the same number.
        carrier: how the cells of a frame hold the text.
        declared: Python's name of the code page that the origin of a frame claims.
    """
    if not isinstance(given, pd.DataFrame):
        return dict(given.decoding.proposals)
    frame = given
    names = [str(column) for column in frame.columns]
    samples = sample([frame], names, carrier)
    return {
        name: propose(values, declared=declared)
        for name, values in zip(names, samples, strict=True)
        if values
    }


def decode_columns(
    frame: pd.DataFrame, encodings: Mapping[str, str], *, carrier: str = "utf-8"
) -> pd.DataFrame:
    """Return a copy of ``frame`` with the named columns decoded, in NFC; the others as they are.

    Raises:
        ReadingError: ``encoding_not_supported``, ``encoding_wrong``, ``column_unknown``.
    """
    columns = tuple(str(column) for column in frame.columns)
    wanted = own_choice(encodings)
    chosen = forced_encodings(columns, wanted)
    decoding = Decoding("", carrier, columns, chosen)
    return frame.assign(**{column: decoding.series(column, frame[column]) for column in chosen})
