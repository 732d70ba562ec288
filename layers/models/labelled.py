"""Reference rows that carry their name in both languages of the interface."""

from __future__ import annotations

from django.utils.translation import get_language


class Labelled:
    """Gives a row with `label` and `label_en` its name in the language of the page.

    An office that adds a row need not translate it: without an English name the Vietnamese one stands.
    """

    label: str
    label_en: str

    @property
    def in_both(self) -> dict[str, str]:
        """Return the name as a sentence takes it that is worded later, see `layers.wording`."""
        return {"vi": self.label, "en": self.label_en or self.label}

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.label_en if english and self.label_en else self.label
