"""The pose model's weights: nothing is used that is not the published file, and nothing is fetched at run time."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from restride.adapters.pose import fetching, weights


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RESTRIDE_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def put(place: Path, monkeypatch: pytest.MonkeyPatch, *sizes: weights.Size) -> None:
    """Stand-ins, with the sums that these have."""
    place.mkdir(exist_ok=True)
    detector = weights.DETECTOR._replace(sha256=hashlib.sha256(b"detector").hexdigest())
    monkeypatch.setattr(weights, "DETECTOR", detector)
    (place / detector.name).write_bytes(b"detector")
    for size in sizes:
        file = weights.LANDMARKS[size]._replace(sha256=hashlib.sha256(size.encode()).hexdigest())
        monkeypatch.setitem(weights.LANDMARKS, size, file)
        (place / file.name).write_bytes(size.encode())


def test_absent_weights_are_one_sentence_that_says_what_to_run(place: Path) -> None:
    with pytest.raises(weights.WeightsError, match="restride doctor --fetch"):
        weights.find()


def test_heavy_is_taken_before_full_and_full_before_lite(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place, monkeypatch, "lite")
    assert weights.find().name == "BlazePose lite"
    put(place, monkeypatch, "full")
    assert weights.find().name == "BlazePose full"
    put(place, monkeypatch, "heavy")
    assert weights.find().name == "BlazePose heavy"
    assert weights.find("full").size == "full"


def test_a_size_that_is_not_there_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place, monkeypatch, "full")
    with pytest.raises(weights.WeightsError, match="heavy pose model is not on this machine"):
        weights.find("heavy")


def test_a_changed_file_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place, monkeypatch, "full")
    (place / "pose_landmark_full.tflite").write_bytes(b"full!")
    with pytest.raises(weights.WeightsError, match="not the published file"):
        weights.find()


def test_a_fetched_file_with_another_sum_is_not_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in (weights.DETECTOR, weights.LANDMARKS["full"]):
            archive.writestr(str(file.wheel_member), b"something else")
    monkeypatch.setattr(fetching, "_download_wheel", lambda _: wheel)
    with pytest.raises(weights.WeightsError, match="differs from the published file"):
        fetching.fetch()
    assert not any(place.glob("*")) if place.exists() else True


def test_without_npm_the_full_model_is_used_and_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place, monkeypatch, "full")
    monkeypatch.setattr(fetching.shutil, "which", lambda _: None)
    (said,) = fetching.fetch()
    assert "BlazePose full" in said


def test_with_everything_there_nothing_is_fetched(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place, monkeypatch, "full", "heavy")
    monkeypatch.setattr(fetching.subprocess, "run", lambda *_, **__: pytest.fail("something was started"))
    assert fetching.fetch() == []


def test_a_client_that_fails_is_one_sentence(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.sys, "executable", "/nowhere/python")
    with pytest.raises(weights.WeightsError, match="cannot be fetched") as caught:
        fetching.fetch()
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RESTRIDE_MODELS", str(tmp_path / "file" / "models"))
    monkeypatch.setattr(fetching, "_download_wheel", lambda scratch: _wheel(scratch, monkeypatch))
    with pytest.raises(weights.WeightsError, match="RESTRIDE_MODELS"):
        fetching.fetch()


def _wheel(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    nothing = hashlib.sha256(b"").hexdigest()
    monkeypatch.setattr(weights, "DETECTOR", weights.DETECTOR._replace(sha256=nothing))
    with zipfile.ZipFile(scratch / "x.whl", "w") as archive:
        for file in (weights.DETECTOR, weights.LANDMARKS["full"]):
            archive.writestr(str(file.wheel_member), b"")
    return scratch / "x.whl"
