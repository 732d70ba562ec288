"""Rules made wrong on purpose, while a block runs."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import numpy as np

from gis_app.screening import ground
from gis_app.screening.rules import shape
from gis_app.screening.rules.shape import Rule


@contextmanager
def measuring(rule: Rule, right: str, wrong: str) -> Iterator[None]:
    """Change the statement of a rule; `right` must be in it."""
    assert right in rule.sql, f"{rule.name}.sql does not say {right!r}"
    with patch.dict(rule.__dict__, sql=rule.sql.replace(right, wrong)):
        yield


@contextmanager
def reading(_rule: Rule, right: str, wrong: str) -> Iterator[None]:
    """Change the statement that reads the incidents for all rules; `right` must be in it."""
    assert right in ground.LOCATED, f"located.sql does not say {right!r}"
    with patch.object(ground, "LOCATED", ground.LOCATED.replace(right, wrong)):
        yield


@contextmanager
def judging(rule: Rule, right: str, wrong: str) -> Iterator[None]:
    """Change the module that judges what the statement measured; `right` must be in it."""
    module = sys.modules[rule.judge.__module__]
    source = inspect.getsource(module)
    assert right in source, f"{rule.name}.py does not say {right!r}"
    wrong_module = types.ModuleType("wrong")
    wrong_module.__file__ = module.__file__
    exec(compile(source.replace(right, wrong), "wrong", "exec"), wrong_module.__dict__)
    with patch.dict(rule.__dict__, judge=wrong_module.RULE.judge):
        yield


@contextmanager
def thirteen_months(_rule: Rule) -> Iterator[None]:
    """Look back on thirteen months instead of twelve."""
    with patch.object(shape, "MONTHS", 13):
        yield


@contextmanager
def one_more(rule: Rule, key: str) -> Iterator[None]:
    """Add one to the default of a parameter, as months that a rule has of its own."""
    parameters = tuple(
        replace(parameter, default=parameter.default + (parameter.key == key))
        for parameter in rule.parameters
    )
    assert parameters != rule.parameters
    with patch.dict(rule.__dict__, parameters=parameters):
        yield


@contextmanager
def circles_in_degrees(_rule: Rule) -> Iterator[None]:
    """Compare degrees with the metres of a black spot's window."""
    with patch("gis_app.screening.black_spots.planar.metres_per_degree", lambda lat: np.ones((len(lat), 2))):
        yield
