"""Saying no to an act on a draft."""

from __future__ import annotations


class DraftRefused(ValueError):  # noqa: N818
    """An act on a draft that was not done; its text is one sentence for whoever asked for it."""
