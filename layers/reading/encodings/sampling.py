"""Takes from the pieces of a file what is needed to decide its encodings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

#: Codec of Python that carries bytes as characters of the same number.
BYTES = "iso8859-1"

_MAX_MARKED = 2_000
_MAX_PLAIN = 20
_MAX_LENGTH = 400


def cell_bytes(cell: str, carrier: str) -> bytes:
    """Bytes of a cell as `layers.reading.encodings.evidence.view` takes them."""
    return cell.encode(BYTES) if carrier == BYTES else cell.encode("utf-8", errors="replace")


def sample(pieces: Iterable[pd.DataFrame], columns: Sequence[str], carrier: str) -> list[list[bytes]]:
    """Distinct values of each column, as bytes, from pieces whose columns stand in this order.

    At most 2,000 values beyond ASCII of a column, and twenty others.
    """
    marked: list[dict[str, None]] = [{} for _ in columns]
    plain: list[dict[str, None]] = [{} for _ in columns]
    for piece in pieces:
        for position in range(len(columns)):
            values = piece.iloc[:, position]
            if values.dtype != object and not isinstance(values.dtype, pd.StringDtype):
                continue
            _collect(values, marked[position], plain[position])
    return [
        [cell_bytes(cell[:_MAX_LENGTH], carrier) for cell in (*marks, *plains)]
        for marks, plains in zip(marked, plain, strict=True)
    ]


def _collect(values: pd.Series, marked: dict[str, None], plain: dict[str, None]) -> None:
    cells = [cell for cell in values.to_numpy(dtype=object) if isinstance(cell, str)]
    for cell in cells[:_MAX_PLAIN]:
        if cell.isascii() and cell and len(plain) < _MAX_PLAIN:
            plain[cell] = None
    if len(marked) >= _MAX_MARKED or "".join(cells).isascii():
        return
    for cell in cells:
        if not cell.isascii() and len(marked) < _MAX_MARKED:
            marked[cell] = None
