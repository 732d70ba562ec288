"""Reads delimited text in which nothing is quoted, in a third of the time that a parser of CSV takes.

Most large tables are written by programs that quote nothing. Where a block of such a file proves to have the
same number of cells in each line, it is cut at every delimiter at once; anything else is left to the parser.
Tidy ASCII stays as it lies in the file, see `layers.reading.laid_text`; other text is made into strings, one
for each different cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from layers.reading.laid_text import WORD, LaidText, Signs, different

#: The cells of one column.
Cells = NDArray[np.object_] | LaidText

#: Bytes looked at together; a hundred thousand rows of an ordinary table are less.
_BLOCK = 8 * 1024 * 1024
_NEWLINE, _RETURN, _SPACE, _LAST_OF_ASCII = 0x0A, 0x0D, 0x20, 0x7F
#: What the parser gives a meaning of its own, as it does to the line ends of old systems.
_SPECIAL = (b'"', b"\0")
#: Columns with longer cells are made into strings cell by cell.
_WIDEST = 8 * WORD


def plain_blocks(
    stream: BinaryIO, encoding: str, delimiter: str, columns: int, rows: Iterator[int], longest: int
) -> Iterator[list[Cells]]:
    """Yield the columns of some rows at a time, as long as the text is plain.

    Afterwards the stream stands at the first line that was not yielded.

    Args:
        stream: at the beginning of a line.
        encoding: UTF-8 or a single-byte encoding; all of the text is known to be valid in it.
        delimiter: an ASCII character.
        columns: cells of each line, at least two.
        rows: the most of each time.
        longest: bytes of the longest cell that is taken.
    """
    for most in rows:
        start = stream.tell()
        block = stream.read(_BLOCK)
        size = len(block)
        if 0 < size < _BLOCK and not block.endswith(b"\n"):
            # The last line of the file may do without its end.
            block += b"\n"
        taken, cells = _cells(block, encoding, delimiter, columns, most, longest)
        stream.seek(start + min(taken, size))
        if cells is None:
            return
        yield cells


def _cells(
    block: bytes, encoding: str, delimiter: str, columns: int, rows: int, longest: int
) -> tuple[int, list[Cells] | None]:
    """Return the bytes that the first rows of a block take, and their columns; 0 and None if not plain."""
    # Behind the end, so that every cell can be looked at in the width of its column.
    signs = np.frombuffer(block + bytes(_WIDEST), dtype=np.uint8)
    marks = np.flatnonzero((signs == ord(delimiter)) | (signs == _NEWLINE))
    marks = marks[: len(marks) // columns * columns][: rows * columns]
    if not len(marks):
        return 0, None
    is_end = signs[marks].reshape(-1, columns) == _NEWLINE
    if is_end[:, :-1].any() or not is_end[:, -1].all() or np.diff(marks, prepend=-1).max() > longest:
        return 0, None
    taken = int(marks[-1]) + 1
    block = block[:taken]
    returns = b"\r" in block
    if any(sign in block for sign in _SPECIAL) or (returns and block.count(b"\r") != block.count(b"\r\n")):
        return 0, None
    ends = marks.reshape(-1, columns).T
    starts = np.concatenate([[0], marks[:-1] + 1]).reshape(-1, columns).T
    if returns:
        ends = ends.copy()
        ends[-1] -= signs[ends[-1] - 1] == _RETURN
    codec = "utf-8" if encoding.startswith("utf-8") else encoding
    return taken, [_column(block, signs, start, end, codec) for start, end in zip(starts, ends, strict=True)]


def _column(
    block: bytes, signs: Signs, starts: NDArray[np.int64], ends: NDArray[np.int64], encoding: str
) -> Cells:
    lengths = ends - starts
    width = -(-max(int(lengths.max()), 1) // WORD) * WORD
    if width > _WIDEST:
        cells = [block[start:end].decode(encoding) for start, end in zip(starts, ends, strict=True)]
        return np.array(cells, dtype=object)
    inside = np.arange(width) < lengths[:, None]
    own = np.lib.stride_tricks.sliding_window_view(signs, width)[starts] * inside
    if _is_tidy(own, lengths):
        return LaidText(own, lengths)
    codes, first = different(own)
    texts = np.empty(len(first), dtype=object)
    texts[:] = [block[starts[at] : ends[at]].decode(encoding) for at in first]
    return texts[codes]


def _is_tidy(own: Signs, lengths: NDArray[np.int64]) -> bool:
    """Return whether all is ASCII without control characters, and each space stands alone between words."""
    if own.max() > _LAST_OF_ASCII or np.count_nonzero(own < _SPACE) != own.size - lengths.sum():
        return False
    space = own == _SPACE
    if not space.any():
        return True
    last = own[np.arange(len(own)), np.maximum(lengths, 1) - 1] == _SPACE
    return not (space[:, 0].any() or last.any() or (space[:, 1:] & space[:, :-1]).any())
