"""What a worker does with a run: result, rasters and the word "done" in one transaction.

A worker that is killed leaves a run that says it is being computed although nobody holds its lock; see
`gis_app.hotspots.watching`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.hotspots import bias
from gis_app.hotspots.holding import held
from gis_app.hotspots.methods import METHODS
from gis_app.hotspots.methods.shape import Inputs, Outcome, RefusedError
from gis_app.hotspots.models import Run, RunFile
from gis_app.hotspots.territory import communes
from gis_app.hotspots.watching import end
from gis_app.screening.provenance import data_cutoff, software_versions

State = Run.State

_log = logging.getLogger(__name__)


def run(run_id: int) -> None:
    """Compute a run that waits; nothing where it does not wait or another worker is at it."""
    with held(run_id) as got:
        if not got or not Run.objects.filter(pk=run_id, state=State.WAITING).update(state=State.RUNNING):
            return
        found = Run.objects.select_related("asked_by").get(pk=run_id)
        try:
            with transaction.atomic():
                _finish(found)
        except RefusedError as refused:
            end(run_id, State.REFUSED, str(refused))
        except Exception:
            _log.exception("statistic %s failed", run_id)
            end(
                run_id,
                State.INTERRUPTED,
                _("Chương trình gặp lỗi khi tính; hãy chạy lại, hoặc báo quản trị."),
            )
            raise


def inputs_of(found: Run) -> Inputs:
    """Return what a run is computed from, under the rights that its account has now.

    Raises:
        RefusedError: where the account may not run statistics any more, or does not see every commune.
    """
    account: Account = found.asked_by
    if not may(account, Action.SCREEN):
        raise RefusedError(_("Tài khoản này không còn được chạy thống kê."))
    asked = found.choices
    units = {
        unit.pk: unit
        for unit in communes(asked.province, asked.day, account).defer("geometry", "display_geometry")
    }
    if set(units) != set(found.unit_ids):
        raise RefusedError(_("Ranh giới hoặc địa bàn phụ trách đã đổi từ lúc yêu cầu; hãy lập lần tính mới."))
    return Inputs([units[pk] for pk in found.unit_ids], asked, account)


def _finish(found: Run) -> None:
    inputs = inputs_of(found)
    outcome = METHODS[found.method].compute(inputs)
    result = outcome.as_json() | {"bias": bias.measured(inputs)}
    RunFile.objects.bulk_create(
        RunFile(run=found, name=name, media_type=media_type, content=content)
        for name, (media_type, content) in outcome.files.items()
    )
    found.result, found.fingerprint = result, fingerprint(result, outcome)
    found.data_cutoff, found.versions = data_cutoff(), _versions()
    found.state, found.sentence, found.finished_at = State.DONE, "", timezone.now()
    found.save(
        update_fields=[
            *("result", "fingerprint", "data_cutoff", "versions", "state", "sentence", "finished_at"),
        ]
    )


def fingerprint(result: dict[str, Any], outcome: Outcome) -> str:
    """Return the hash of all figures and pictures of a result."""
    told = hashlib.sha256(json.dumps(result, sort_keys=True, ensure_ascii=False).encode())
    for name in sorted(outcome.files):
        if name.endswith(".png"):
            told.update(outcome.files[name][1])
    return told.hexdigest()


def _versions() -> dict[str, str]:
    libraries = ("numpy", "scipy", "scikit-learn", "esda", "rasterio")
    return software_versions() | {name: version(name) for name in libraries}
