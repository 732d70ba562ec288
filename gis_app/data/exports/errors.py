"""With what an export ends before it is a file."""

from __future__ import annotations


class ExportRefusedError(Exception):
    """No file was made. The text is one sentence for a person: what happened and what to do."""


class TooLongError(Exception):
    """The list is longer than what is written while a browser waits; nothing is wrong with it."""


class CancelledError(Exception):
    """Whoever asked for the file does not want it any more."""
