"""The exceptions that the reading package raises for bad input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from layers.reading.messages import Language, Value, sentence

if TYPE_CHECKING:
    from layers.reading.problems import Problem


class ReadingError(Exception):
    """A file, or a choice made about it, that cannot be read any further.

    Attributes:
        code: stable key of the message, for logs, tests and translations.
        params: the values named in the sentence.
    """

    def __init__(self, code: str, **params: Value) -> None:
        self.code = code
        self.params: Mapping[str, Value] = params
        super().__init__(sentence(code, params))

    def sentence(self, language: Language = "vi") -> str:
        """One sentence for a person: what happened and what to do."""
        return sentence(self.code, self.params, language)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the parameters when a worker process hands the error over."""
        return (_rebuild, (self.code, dict(self.params)))


def _rebuild(code: str, params: dict[str, Value]) -> ReadingError:
    return ReadingError(code, **params)


class FileRefusedError(Exception):
    """A file that can be read and may not be taken, for problems of which one concerns all of it.

    Attributes:
        problems: all that is known.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(problems)
