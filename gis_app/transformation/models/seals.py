"""What makes a change of a decision show, also one made past the program."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models.decisions import Decision


@pghistory.track()
class Seal(models.Model):
    """One link of the chain over all decisions of the installation; see `gis_app.transformation.sealing`.

    `content` is the sealed text itself, so that a difference can be named; `sha256` is of that text, which
    holds the `previous` link.
    """

    position = models.PositiveIntegerField(_("thứ tự"), unique=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="seal")
    form = models.PositiveSmallIntegerField(_("dạng niêm phong"))
    previous = models.CharField(_("niêm phong trước"), max_length=64, blank=True)
    content = models.TextField(_("nội dung niêm phong"))
    sha256 = models.CharField(_("niêm phong"), max_length=64, unique=True)
    sealed_at = models.DateTimeField(_("niêm phong lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("niêm phong quyết định")
        verbose_name_plural = _("niêm phong quyết định")
        ordering = ["position"]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.position}: {self.short}"

    @property
    def short(self) -> str:
        """Return the beginning of the seal, in groups of four, as it is printed."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, 16, 4))
