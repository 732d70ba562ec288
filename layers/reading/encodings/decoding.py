"""From the text that a file carries to Unicode, column by column.

A reader opens the file in a carrier: the encoding of the whole where that is certain, otherwise
`BYTES`, which hands every byte on as the character of the same number. `settle` then decides the
encoding of each column from a sample, and the `Decoding` it gives turns every piece into NFC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from layers.reading.encodings.detection import EncodingProposal, propose, restored
from layers.reading.encodings.evidence import read, view
from layers.reading.encodings.sampling import BYTES, cell_bytes
from layers.reading.encodings.transcoding import own_name, single_byte_name
from layers.reading.errors import ReadingError
from layers.reading.names import nfc, nfc_series

#: Instead of an encoding: the most probable for each column, also where it is not clear.
BEST = "best"

Samples = Sequence[Sequence[bytes]]
Wanted = str | Mapping[str, str] | None


@dataclass(frozen=True)
class Decoding:
    """How the columns of one open file are read.

    Attributes:
        file_name: the file, for sentences.
        carrier: codec that the cells were read with.
        columns: headings in NFC, in the file's order.
        encodings: encoding of each column whose text is not read as the carrier has it.
        proposals: candidates for each column that holds text, best first.
    """

    file_name: str
    carrier: str
    columns: tuple[str, ...]
    encodings: Mapping[str, str] = field(default_factory=dict)
    proposals: Mapping[str, list[EncodingProposal]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """For the record: ``"utf-8"``, ``"tcvn3"``, or ``"tcvn3 (TEN_XA), utf-8 (GHI_CHU)"``."""
        decided = {c: self.encodings.get(c) for c in self.proposals if not _is_ascii(self.proposals[c])}
        named = {c: encoding or self.carrier for c, encoding in decided.items()}
        distinct = list(dict.fromkeys(named.values()))
        if len(distinct) < 2:
            return distinct[0] if distinct else "utf-8" if self.carrier == BYTES else self.carrier
        groups = (f"{e} ({', '.join(c for c in named if named[c] == e)})" for e in distinct)
        return ", ".join(groups)

    def series(self, column: str, values: pd.Series) -> pd.Series:
        """Text of a column in NFC; missing values stay missing.

        Raises:
            ReadingError: ``encoding_wrong`` for bytes further down that the encoding of the column
                cannot be, where that is UTF-8.
        """
        encoding = self.encodings.get(column)
        if encoding is None:
            return nfc_series(values)
        cells = {cell for cell in values.to_numpy(dtype=object) if isinstance(cell, str)}
        decoded = {cell: self._text(cell, encoding) for cell in cells if not cell.isascii()}
        return nfc_series(values.map(lambda cell: decoded.get(cell, cell), na_action="ignore"))

    def _text(self, cell: str, encoding: str) -> str:
        seen = view(cell_bytes(cell, self.carrier))
        if encoding == "utf-8" and seen.text is None:
            raise ReadingError("encoding_wrong", file=self.file_name, encoding=encoding)
        return restored(seen, encoding)


def settle(
    headings: Sequence[str],
    samples: Samples,
    *,
    file_name: str,
    carrier: str,
    wanted: Wanted = None,
    declared: str | None = None,
) -> Decoding:
    """Decide the encoding of every column and of the headings.

    Args:
        headings: as the carrier gives them.
        samples: values of each column, from `sample`.
        file_name: for sentences.
        carrier: `BYTES`, or the codec in which the whole file is valid.
        wanted: one of `transcoding.OWN` for every column, an encoding for some columns by heading,
            or `BEST`.
        declared: Python's name of the code page that the file claims.

    Raises:
        ReadingError: ``encoding_unknown`` with the candidates of the first column that is not
            clear; ``encoding_wrong`` when most of a column cannot be what the user said;
            ``column_unknown`` for a choice about a column that is not there.
    """
    proposals = [propose(values, declared=declared) for values in samples]
    decided = {p[0].encoding for p in proposals if p[0].clear and not _is_ascii(p)}
    for position, found in enumerate(proposals):
        if decided and not found[0].clear:
            proposals[position] = propose(samples[position], declared=declared, favoured=decided)
    columns = _headings(headings, carrier, wanted, declared, proposals, file_name)
    chosen = forced_encodings(columns, wanted)
    encodings: dict[str, str] = {}
    for column, values, found in zip(columns, samples, proposals, strict=True):
        if column in chosen:
            _refuse_misfit(values, chosen[column], file_name)
            encodings[column] = chosen[column]
        elif not _is_ascii(found):
            encoding = _choice(found, carrier, file_name, column, best=wanted == BEST)
            if carrier == BYTES or encoding != "utf-8":
                encodings[column] = encoding
    shown = {c: p for c, p, values in zip(columns, proposals, samples, strict=True) if values}
    return Decoding(file_name, carrier, columns, encodings, shown)


def _headings(
    headings: Sequence[str],
    carrier: str,
    wanted: Wanted,
    declared: str | None,
    proposals: Sequence[list[EncodingProposal]],
    file_name: str,
) -> tuple[str, ...]:
    data = [cell_bytes(heading, carrier) for heading in headings]
    if all(one.isascii() for one in data):
        return named(map(nfc, headings))
    if isinstance(wanted, str) and wanted != BEST:
        return named(nfc(restored(view(one), wanted)) for one in data)
    common = Counter(p[0].encoding for p in proposals if not _is_ascii(p))
    favoured = [encoding for encoding, _count in common.most_common(1)]
    found = propose(data, declared=declared, favoured=favoured)
    # A few short words are seldom clear, but they are in the font of the column below them.
    best = wanted is not None or found[0].encoding in favoured
    encoding = _choice(found, carrier, file_name, "", best=best)
    return named(nfc(restored(view(one), encoding)) for one in data)


def named(headings: Iterable[str]) -> tuple[str, ...]:
    """Return headings, with the position in place of one that is empty."""
    return tuple(heading or f"(cột {position})" for position, heading in enumerate(headings, start=1))


def forced_encodings(columns: Sequence[str], wanted: Wanted) -> dict[str, str]:
    """Return the encoding of each column that the user decided.

    Raises:
        ReadingError: ``column_unknown``.
    """
    if wanted is None or wanted == BEST:
        return {}
    if isinstance(wanted, str):
        return dict.fromkeys(columns, wanted)
    for column in wanted:
        if nfc(column) not in columns:
            raise ReadingError("column_unknown", column=column, columns=", ".join(columns))
    return {nfc(column): encoding for column, encoding in wanted.items()}


def _choice(found: list[EncodingProposal], carrier: str, file_name: str, column: str, *, best: bool) -> str:
    if best or found[0].clear:
        return found[0].encoding
    if carrier != BYTES:
        # Valid Unicode stays what it is unless it is clearly something else.
        return "utf-8"
    place = f"{file_name} – {column}" if column else file_name
    raise ReadingError("encoding_unknown", file=place, candidates=candidates_text(found))


def candidates_text(found: Sequence[EncodingProposal]) -> str:
    """Name the likeliest encodings with a name as each would read: ``tcvn3 (Lộc Thạnh), …``."""
    likely = [p for p in found if p.confidence >= 0.001] or found
    return ", ".join(f"{p.encoding} ({p.samples[0][:40]})" for p in likely[:3])


def _refuse_misfit(values: Sequence[bytes], encoding: str, file_name: str) -> None:
    marked = [value for value in values if not value.isascii()]
    misfits = sum(read(view(value), encoding)[1] > 0 for value in marked)
    if 2 * misfits > len(marked):
        raise ReadingError("encoding_wrong", file=file_name, encoding=encoding)


def _is_ascii(found: Sequence[EncodingProposal]) -> bool:
    return found[0].encoding == "ascii"


def own_choice(encoding: Wanted) -> Wanted:
    """Return what the user named, if it is for `settle`; None for a codec of Python, or nothing.

    Raises:
        ReadingError: ``encoding_not_supported`` for an encoding of a column that is not known.
    """
    if encoding is None:
        return None
    if isinstance(encoding, str):
        return BEST if encoding.strip().lower() == BEST else own_name(encoding)
    names = {}
    for column, name in encoding.items():
        unicode = name.lower().replace("-", "") in ("utf8", "ascii")
        known = "utf-8" if unicode else own_name(name) or single_byte_name(name)
        if known is None:
            raise ReadingError("encoding_not_supported", encoding=name)
        names[column] = known
    return names
