"""The one exception with which an export says no."""

from __future__ import annotations


class ExportRefusedError(Exception):
    """No file was made. The text is one sentence for a person: what happened and what to do."""
