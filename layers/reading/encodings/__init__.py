"""Legacy Vietnamese encodings: recognised per column, shown as candidates, decoded to NFC.

>>> from layers.reading.encodings import propose
>>> names = ["Xã Lộc Thạnh", "Xã Đăk Ơ"]
>>> best = propose([encode(name, "tcvn3") for name in names])[0]
>>> best.encoding, best.samples
('tcvn3', ('Xã Lộc Thạnh', 'Xã Đăk Ơ'))
"""

from layers.reading.encodings.capitals import restore_capitals
from layers.reading.encodings.decoding import (
    BEST,
    Decoding,
    Wanted,
    named,
    own_choice,
    settle,
)
from layers.reading.encodings.detection import EncodingProposal, propose
from layers.reading.encodings.frames import column_proposals, decode_columns
from layers.reading.encodings.sampling import BYTES, sample
from layers.reading.encodings.transcoding import OWN, decode, encode, own_name, utf8_text

__all__ = [
    "BEST",
    "BYTES",
    "OWN",
    "Decoding",
    "EncodingProposal",
    "Wanted",
    "column_proposals",
    "decode",
    "decode_columns",
    "encode",
    "named",
    "own_choice",
    "own_name",
    "propose",
    "restore_capitals",
    "sample",
    "settle",
    "utf8_text",
]
