"""Real files of watches, read on the site."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from restride.site.runs import actions, queries
from restride.site.runs.models import RecordedRun, Upload
from tests.activities.conftest import real_data
from tests.site.cast import Cast

pytestmark = pytest.mark.django_db


def test_real_files_of_watches_are_read(cast: Cast) -> None:
    folder = real_data()
    files = sorted((folder / "fit").glob("*.fit")) if folder else []
    if not files:
        pytest.skip("no real recordings here (../shared/data)")
    sent = [SimpleUploadedFile(file.name, file.read_bytes()) for file in files]
    actions.upload(record=cast.record, files=sent, by=cast.runner)
    lines = {line["name"]: line for line in Upload.objects.get().lines}
    assert lines["fp_garmin-fenix-5-run.fit"]["grade"] in ("OK", "PARTIAL")
    assert RecordedRun.objects.filter(kind="run").exists()
    assert queries.history_of(cast.episode).runs
    assert not any("positions" in row.body for row in RecordedRun.objects.all())
