"""Fixtures of the tests of boundary sets."""

from __future__ import annotations

from tests.importing.conftest import communes

__all__ = ["communes"]
