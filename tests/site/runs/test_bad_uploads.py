"""Everything that is wrong with a file, sent at once: a grade and one sentence each, and the good one is read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from restride.site.accounts.models import User
from restride.site.runs import queries, reading
from restride.site.runs.models import RecordedRun, RunFile, Upload
from tests.activities.encoder import Fit, gpx, rich_fit, run_fit, seconds, steady, tcx
from tests.site.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User | None], Client]
DAY_S = 86_400
START = seconds("2026-01-05T06:00:00+00:00")
LENGTH_S = 300
FAR_M = 3.0 * (LENGTH_S - 1)
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><gpx version="1.1"><trk><name>&c;</name></trk></gpx>"""


def on_day(number: int) -> float:
    """The start of a run of its own day, so that no two are taken for one."""
    return START + number * DAY_S


def fit(start_s: float, points: Iterable[int], *, factor: float = 1.0, lat: bool = False, events: Any = ()) -> bytes:
    """A run at 3 m/s whose distance is written in another unit, whose clock jumps, or whose timer stops oddly."""
    made = Fit().file_id()
    for at, kind in events:
        made.event(start_s + at, kind)
    for second in points:
        place = {"lat": 10 + 3.0 * second / 111_195, "lon": 20.0} if lat else {}
        made.record(start_s + second, distance=3.0 * second * factor, cadence=85, **place)
    return made.session(start_s, LENGTH_S, FAR_M * factor).data()


def bomb_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.fit", b"\0" * 60_000_000)
        archive.writestr("good.fit", run_fit(on_day(9), LENGTH_S))
    return packed.getvalue()


#: What is sent under which name, its grade, what is said of the file, and what its run notes.
BAD: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "page.fit": (lambda: b"<!DOCTYPE html><html><body>404</body></html>", "REJECTED", "a web page", ""),
    "nothing.fit": (lambda: b"", "REJECTED", "It is empty.", ""),
    "entities.gpx": (lambda: ENTITIES, "REJECTED", "entities", ""),
    "bomb.fit.gz": (lambda: gzip.compress(b"\0" * 60_000_000), "REJECTED", "unpacks to more than", ""),
    "none.zip": (lambda: b"PK\x03\x04" + b"\0" * 400, "REJECTED", "damaged", ""),
    "photograph.fit": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 900, "REJECTED", "no kind of activity file", ""),
    "cut.fit": (lambda: run_fit(on_day(1), LENGTH_S)[:2500], "PARTIAL", "", ""),
    "2085.gpx": (lambda: gpx(seconds("2085-01-05T06:00:00+00:00"), LENGTH_S), "PARTIAL", "2085", ""),
    "kilometres.fit": (
        lambda: fit(on_day(2), range(LENGTH_S), factor=0.001, lat=True), "OK", "", "it looks like kilometres",
    ),
    "indoors.fit": (lambda: fit(on_day(3), range(LENGTH_S), factor=0.001), "OK", "", "perhaps a wrong unit"),
    "steps.tcx": (lambda: tcx(steady(on_day(4), LENGTH_S, strides=810)), "OK", "", "up to 810 steps/min left out"),
    "pauses.fit": (
        lambda: fit(on_day(5), range(LENGTH_S), events=((0, 0), (200, 4), (100, 0), (250, 4))), "OK", "", "",
    ),
    "backwards.fit": (
        lambda: fit(on_day(6), [*range(LENGTH_S), *range(200, 290)]), "OK", "", "Time runs backwards",
    ),
    "watch.fit": (lambda: rich_fit(on_day(7), 600), "OK", "", ""),
    "phone.gpx": (lambda: gpx(on_day(7), 600), "OK", "The same run as in watch.fit", ""),
    "good.fit": (lambda: run_fit(on_day(8), LENGTH_S), "OK", "", ""),
    "both.zip!big.fit": (bomb_zip, "REJECTED", "unpacks to more than", ""),
}  # fmt: skip


def test_every_bad_file_gets_a_grade_and_a_sentence_and_costs_only_itself(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    files = [SimpleUploadedFile(name.partition("!")[0], make()) for name, (make, *_) in BAD.items()]
    page = client.post(reverse("my_runs_add"), {"files": files}, follow=True).content.decode()
    lines = {line["name"]: line for line in Upload.objects.get(record=cast.record).lines}
    notes = {row.file.name: " ".join(json.loads(row.body).get("notes", ())) for row in RecordedRun.objects.all()}
    for name, (_, grade, says, noted) in BAD.items():
        assert (name, lines[name]["grade"]) == (name, grade)
        assert says in lines[name]["says"]
        assert escape(lines[name]["says"]) in page
        assert not lines[name]["says"] or lines[name]["says"].endswith(".")
        assert noted in notes.get(name, "")
        assert escape(noted) in page
    assert lines["both.zip!good.fit"]["grade"] == "OK"
    assert not {name for name in notes if lines[name]["grade"] == "REJECTED"}

    runs = {run.origin.name: run for run in queries.history_of(cast.episode).runs}
    assert len(runs) == 9, "the same run counts once, the year 2085 not at all"
    assert runs["kilometres.fit"].distance_m == pytest.approx(FAR_M, rel=0.02)
    assert (runs["indoors.fit"].distance_m, runs["indoors.fit"].run_s) == (None, pytest.approx(LENGTH_S, abs=5))
    assert runs["steps.tcx"].steps is None
    assert all(pause.duration_s > 0 for pause in runs["pauses.fit"].pauses)
    assert 0 <= runs["pauses.fit"].timer_s <= runs["pauses.fit"].elapsed_s
    assert runs["backwards.fit"].elapsed_s == pytest.approx(LENGTH_S, abs=1)


def test_a_whole_health_export_over_the_cap_is_told_the_other_way(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    client = signed_in(cast.runner)
    sent = {"files": [SimpleUploadedFile("export.zip", b"PK" + b"x" * 1_600_000)]}
    said = client.post(reverse("my_runs_add"), sent, HTTP_ACCEPT="application/json").json()["why"]
    assert said.startswith("That is 2 MB, and one upload may have 250 MB; send it in parts")
    assert "Apple Health" in said
    assert "“restride runs FILE”" in said
    assert not RunFile.objects.exists()
    page = client.get(reverse("my_runs")).content.decode()
    assert escape(reading.TOO_LARGE) in page, "the page says it before anything is sent"
