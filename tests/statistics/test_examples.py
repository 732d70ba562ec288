"""The examples in the docstrings give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import gis_app.statistics

MODULES = [module.name for module in pkgutil.iter_modules(gis_app.statistics.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"gis_app.statistics.{name}")
    assert doctest.testmod(module).failed == 0
