"""Why a piece of work stands as it does: kept so that whoever reads it finds it in the own language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.saying import Said

#: The columns of the reason, for `save(update_fields=…)`.
REASON = ("reason", "stored_sentence")


def reason_columns(said: Said | None) -> dict[str, Any]:
    """Return what the columns of the reason hold for a sentence, or for none."""
    return {"reason": None if said is None else said.figures, "stored_sentence": ""}


class WithReason(models.Model):
    """Work that a sentence explains, worded for whoever reads it.

    `reason` is the sentence as `layers.wording` takes it. Earlier versions stored the sentence itself, in one
    language: it stands in `stored_sentence`, and `reason` is null.
    """

    reason = models.JSONField(_("lý do"), null=True, blank=True)
    stored_sentence = models.TextField(_("câu của bản cũ"), blank=True, default="")

    class Meta:
        abstract = True

    def explain(self, said: Said | None) -> None:
        """Set the sentence, or none; it is saved by the caller."""
        for column, value in reason_columns(said).items():
            setattr(self, column, value)

    @property
    def sentence(self) -> str:
        """Return what happened and what to do, in the language that is active; "" where nothing is said."""
        return self.stored_sentence if self.reason is None else str(Said(self.reason))
