"""Which encoding the text of a column is in: candidates ranked by how probable each is.

Every run of letters beyond ASCII is read under each candidate and judged: a frequent word of
administrative names, another Vietnamese syllable, something foreign, or impossible. The products of
these probabilities, with a prior for each encoding, give the confidence by Bayes' rule; "none of
these" takes part, so that a French column does not become Vietnamese for lack of anything better.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from layers.reading.encodings.capitals import restore_capitals
from layers.reading.encodings.evidence import View, letter_runs, read, runs, view
from layers.reading.encodings.syllables import FREQUENT, is_syllable
from layers.reading.encodings.tables import LETTERS
from layers.reading.names import nfc

SAMPLES = 20
#: Confidence at which a column is read without asking: at most one wrong in a hundred, and at
#: least four of five runs of letters must be Vietnamese.
CLEAR = 0.99
_CLEAR_SHARE = 0.8

# Probability of one run of letters. About 450 frequent words share two thirds of running names, and
# some 17,000 syllables with a mark, which the tables allow, the rest. Foreign words in Vietnamese
# text are rare; in text of another language every word is as improbable as a syllable tenfold.
_FREQUENT_WORD = math.log(0.65 / 450)
_SYLLABLE = math.log(0.3 / 17_000)
_FOREIGN = math.log(1e-8)
_IMPOSSIBLE = math.log(1e-10)
_OTHER_LANGUAGE = math.log(1e-6)
_OTHER_SIGNS = math.log(1e-9)

# Before anything is read: by how often the encodings are met in offices' files.
_PRIORS = {"tcvn3": 0.4, "vni": 0.25, "cp1258": 0.2, "viscii": 0.07, "utf-8-twice": 0.03}
_NONE = 0.05
_DECLARED = 0.3
#: How much more often text that is valid Unicode is what it seems than legacy text wrapped in it.
_UNICODE = 20.0
#: What the encoding of other columns of the same file adds.
_FAVOURED = 30.0

#: Logarithm of how much more probable Unicode must be than the encoding of the column, fiftyfold.
_CLEARLY = math.log(50)

_SIGNS = frozenset("“”‘’–—…•°²³×₫\u00a0«»")


@dataclass(frozen=True)
class EncodingProposal:
    """One way to read a column.

    Attributes:
        encoding: "utf-8", "tcvn3", "vni", "viscii", "cp1258", "utf-8-twice", the code page that the
            file declares, or "ascii" where there is nothing to decide.
        confidence: probability from 0 to 1 that this is the encoding.
        samples: the first twenty distinct values beyond ASCII as they would read; for "ascii" the
            first twenty distinct values.
        share: part of the runs of letters that are Vietnamese syllables under it, 0 to 1.
    """

    encoding: str
    confidence: float
    samples: tuple[str, ...]
    share: float

    @property
    def clear(self) -> bool:
        """Whether the column may be read so without asking."""
        return self.confidence >= CLEAR and (self.share >= _CLEAR_SHARE or self.encoding not in _PRIORS)


def propose(
    values: Iterable[bytes], *, declared: str | None = None, favoured: Collection[str] = ()
) -> list[EncodingProposal]:
    """Return candidates for the encoding of a column, the most probable first.

    Candidates that would read every value alike are one proposal.

    Args:
        values: bytes of the cells, of proper Unicode as UTF-8; repetitions do not matter.
        declared: Python's name of the code page that the file claims: one candidate among others.
        favoured: encodings that other columns of the file are in.

    Returns:
        At least one proposal; the confidences may sum to less than 1 when none fits.
    """
    distinct = list(dict.fromkeys(values))
    marked = [value for value in distinct if not value.isascii()]
    if not marked:
        samples = tuple(nfc(value.decode("ascii")) for value in distinct[:SAMPLES])
        return [EncodingProposal("ascii", 1.0, samples, 0.0)]
    evidence = runs(marked)
    priors = _priors(evidence, declared)
    judged = {name: _judge(evidence, name, name not in _PRIORS) for name in priors}
    weights = {
        name: math.log(prior * (_FAVOURED if name in favoured else 1.0)) + judged[name].logarithm
        for name, prior in priors.items()
    }
    # A declared code page of another language stands for "none of these".
    prior = 1e-9 if declared in priors and declared not in _PRIORS else _NONE
    none = math.log(prior) + _judge(evidence, "cp1252", other=True).logarithm
    top = max(*weights.values(), none)
    total = sum(math.exp(weight - top) for weight in (*weights.values(), none))
    shown = [view(value) for value in marked[:SAMPLES]]
    proposals: dict[tuple[str, ...], EncodingProposal] = {}
    for name in sorted(weights, key=lambda n: -weights[n]):
        confidence = math.exp(weights[name] - top) / total
        alike = proposals.get(judged[name].readings)
        if alike is not None:
            confidence = min(1.0, alike.confidence + confidence)
            name = alike.encoding
        samples = tuple(nfc(restored(seen, name)) for seen in shown)
        proposals[judged[name].readings] = EncodingProposal(name, confidence, samples, judged[name].share)
    return sorted(proposals.values(), key=lambda p: -p.confidence)


def restored(seen: View, encoding: str) -> str:
    """Return the text of one value, with the capitals that TCVN3 cannot write."""
    text = unicodedata.normalize("NFC", read(seen, encoding)[0])
    if seen.legacy is None or encoding in ("utf-8", "utf-8-twice"):
        return text
    if encoding == "tcvn3":
        text = restore_capitals(text)
    if seen.text is not None:
        # One row of proper Unicode ("Phú Mỹ") among rows of legacy text stored as Unicode.
        plain = unicodedata.normalize("NFC", seen.text)
        if _whole(plain) > _whole(text) + _CLEARLY:
            return plain
    return text


def _whole(text: str) -> float:
    return sum(map(_vietnamese, letter_runs(text)))


@dataclass(frozen=True)
class _Judgement:
    logarithm: float
    share: float
    readings: tuple[str, ...]


def _priors(evidence: Sequence[View], declared: str | None) -> Mapping[str, float]:
    if all(run.text is not None for run in evidence):
        # A declared code page is no rival of UTF-8, which is hard to hit by chance.
        return {**_PRIORS, "utf-8": _UNICODE}
    if declared is None or declared in _PRIORS:
        return _PRIORS
    return {**_PRIORS, declared: _DECLARED}


def _judge(evidence: Sequence[View], encoding: str, other: bool) -> _Judgement:
    """Probability of all runs under one encoding.

    Args:
        evidence: the runs of letters.
        encoding: how to read them.
        other: whether words of any language will do.
    """
    logarithm, good = 0.0, 0
    readings = []
    for run in evidence:
        text, strays = read(run, encoding)
        text = unicodedata.normalize("NFC", text)
        if encoding == "tcvn3" and run.legacy is not None:
            text = restore_capitals(text)
        readings.append(text)
        weight = _IMPOSSIBLE if strays else _vietnamese(text)
        good += weight > _FOREIGN
        if other:
            sound = not strays and text.isalpha() and not _mixes_case(text)
            weight = max(weight, _OTHER_LANGUAGE if sound else _OTHER_SIGNS)
        logarithm += weight
    return _Judgement(logarithm, good / len(evidence), tuple(readings))


@lru_cache(maxsize=65_536)
def _vietnamese(text: str) -> float:
    """Logarithm of the probability of one run of letters in Vietnamese text."""
    inner = text.strip("".join(_SIGNS))
    if not inner:
        return _FOREIGN
    if not inner.isalpha() or not all(c.isascii() or c in LETTERS for c in inner):
        return _IMPOSSIBLE
    if _mixes_case(inner):
        return _FOREIGN
    word = inner.lower()
    weight = _FREQUENT_WORD if word in FREQUENT else _SYLLABLE if is_syllable(word) else _FOREIGN
    # A quotation mark or dash at the edge is possible but says nothing for the encoding.
    return weight + (len(text) - len(inner)) * math.log(0.01)


def _mixes_case(word: str) -> bool:
    """Whether this is neither small nor in capitals nor begins with its only capital."""
    return word not in (word.lower(), word.upper(), word[0].upper() + word[1:].lower())
