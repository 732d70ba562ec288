"""How an act on the board is refused: one sentence that says what is wrong and what to do."""

from __future__ import annotations


class RefusedError(Exception):
    """Nothing was changed. `str()` is the sentence to show; what was typed is still with who typed it."""


class NotYetError(RefusedError):
    """Refused only because something else has to arrive first: the same may be sent again as it is."""
