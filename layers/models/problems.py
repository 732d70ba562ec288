"""What every record of a problem has: where it is, and what its sentence is made of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.wording import worded


class WordedProblem(models.Model):
    """A problem of a file that is worded for whoever reads it.

    `figures` fills the sentence of `code`, see `layers.wording`. Earlier versions stored the sentence itself,
    in one language: it stands in `stored_sentence`, and `figures` is null.
    """

    row = models.PositiveIntegerField(_("dòng"), null=True)
    column = models.CharField(_("cột"), max_length=120, blank=True)
    code = models.CharField(_("mã lỗi"), max_length=60)
    figures = models.JSONField(_("số liệu của câu"), null=True, blank=True)
    stored_sentence = models.CharField(_("câu của bản cũ"), max_length=500, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return what happened and what to do, in the language that is active."""
        if self.figures is None:
            return self.stored_sentence
        return worded(self.code, self.column, self.figures)
