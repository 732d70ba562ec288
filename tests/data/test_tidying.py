"""Files that have served are removed; what was brought stays on record."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gis_app.data.models import ImportJob
from tests.data.conftest import GOOD, work

pytestmark = pytest.mark.django_db


def age(job: ImportJob, days: int) -> None:
    ImportJob.objects.filter(pk=job.pk).update(changed_at=timezone.now() - datetime.timedelta(days=days))


def test_an_old_upload_that_nobody_finished_is_dropped(checked, uploads):
    _client, job = checked(GOOD)
    age(job, 29)
    call_command("tidy_uploads", verbosity=0)
    assert job.has_file
    age(job, 31)
    said = io.StringIO()
    call_command("tidy_uploads", stdout=said)
    job.refresh_from_db()
    assert (job.state, job.has_file) == (ImportJob.State.DISCARDED, False)
    assert "thư mục tệp đã xóa: 1" in said.getvalue()


def test_what_was_stored_stays_on_record(checked, uploads):
    client, job = checked(GOOD)
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    age(job, 400)
    call_command("tidy_uploads", verbosity=0)
    job.refresh_from_db()
    assert job.state == ImportJob.State.COMMITTED
    assert list(uploads.iterdir()) == []


def test_a_number_of_days_below_zero(db):
    with pytest.raises(CommandError, match="--days"):
        call_command("tidy_uploads", days=-1)
