"""Why a sheet was not printed, as one sentence for the person who asked for it."""

from __future__ import annotations


class PrintingError(Exception):
    """A sheet cannot be made; the text says what happened and what to do."""
