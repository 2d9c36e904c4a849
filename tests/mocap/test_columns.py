"""Tables of numbers from whatever program and country are the same table, or refused in one sentence."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.columns import TableError, read_columns, seconds, unbroken
from restride.adapters.force import read_force
from restride.adapters.imu.reading import read_imu
from restride.adapters.mocap import read_mocap
from restride.adapters.mocap.tables import Trc, read_mot, read_trc, write_trc
from restride.gait.method import method_of
from restride.knowledge.load import load
from restride.model.errors import PlainError
from restride.model.words import Side
from tests.gait.runner import run
from tests.mocap.test_formats import labelled

METHOD = method_of(load())
TIME = np.arange(60) / 50
FORCE = 800 + 700 * np.sin(TIME * 17)
PLAIN = "\n".join(["time,force_left", *(f"{t:.2f},{f:.3f}" for t, f in zip(TIME, FORCE, strict=True))])


def german(text: str, sign: str) -> str:
    return text.replace(",", sign).replace(".", ",")


WRITTEN: dict[str, Callable[[str], str | bytes]] = {
    "as it is": str,
    "marked UTF-8": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows lines": lambda text: text.replace("\n", "\r\n"),
    "semicolons and decimal commas": lambda text: german(text, ";"),
    "tabs and decimal commas": lambda text: german(text, "\t"),
    "blanks": lambda text: text.replace(",", "   "),
    "blanks and decimal commas": lambda text: german(text, " "),
    "quoted": lambda text: "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.split("\n")),
    "a line of units": lambda text: text.replace("left\n", "left\ns,N\n"),
    "lines before the names": lambda text: "Devices\n1000\n,Treadmill\n" + text,
    "cut in its last row": lambda text: text + "\n1.2",
    "Latin-1": lambda text: (text + "\n").replace("force", "für force").encode("latin-1"),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_table_is_the_same_however_it_was_written(tmp_path: Path, written: str) -> None:
    content = WRITTEN[written](PLAIN)
    path = tmp_path / "run.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_columns(path)
    assert table.names[0] == "time"
    assert table.names[1].endswith("force_left")
    np.testing.assert_allclose(table.values, np.stack([TIME, FORCE], axis=1), atol=6e-4)
    record = read_force(path)
    assert record.force.sides == (Side.LEFT,)
    assert record.rate_hz == pytest.approx(50)


REFUSED = {
    "a word": (PLAIN.replace("0.20,", "0.20,about "), r"«about .*» stands in row 12 of run\.csv"),
    "a row too long": (PLAIN.replace("0.20,", "0.20,1,"), r"Row 12 of run\.csv has 3 cells where 2 belong"),
    "thousands": (PLAIN.replace("0.20,", '0.20,"1,234.5"\n0.2,'), r"«1,234\.5» stands in row 12"),
    "a picture": ("\x00\x01" * 400, "is no text"),
    "signs only": (";;;\n;;\n", "is empty"),
    "two of one foot": (
        "\n".join(["time,left,force_left"] + [f"{t:.2f},{f:.1f},{f:.1f}" for t, f in zip(TIME, FORCE, strict=True)]),
        "2 columns of force for the left foot; keep one",
    ),
    "a clock that stands": (PLAIN.replace("1.10", "1.08").replace("1.12", "1.0"), "do not rise"),
    "a sensor": (PLAIN.replace("force_left", "acc_x"), "holds acceleration and no force; say where the sensor sat"),
    "no clock": (PLAIN.replace("time", "Zeit"), "no column of time among zeit, force_left; say how many"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, what: str) -> None:
    content, says = REFUSED[what]
    (tmp_path / "run.csv").write_text(content)
    with pytest.raises(PlainError, match=says) as refused:
        read_force(tmp_path / "run.csv")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("factor", "rate_hz"), [(1, 100), (1000, 100), (1e6, 100), (1, 20), (1000, 4000)])
def test_a_clock_in_seconds_milliseconds_or_microseconds(factor: float, rate_hz: float) -> None:
    time = np.arange(40) / rate_hz
    np.testing.assert_allclose(seconds(factor * (time + 7), "run.csv"), time + 7, rtol=1e-9)


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_a_clock_that_was_rounded_is_even_again(digits: int) -> None:
    time = np.arange(400) / 300
    assert np.diff(unbroken(np.round(time, digits), "run.csv")) == pytest.approx(1 / 300, rel=0.01)


@pytest.mark.parametrize(("hole_s", "whole"), [(0.05, True), (0.09, True), (0.12, False), (3600, False)])
def test_a_hole_in_the_clock_is_said_with_its_place(hole_s: float, whole: bool) -> None:
    time = np.arange(100) / 100
    time[50:] += hole_s
    if whole:
        np.testing.assert_array_equal(unbroken(time, "run.csv"), time)
    else:
        with pytest.raises(TableError, match=rf"jump by {hole_s + 0.01:.5g} s after 0\.49 s"):
            unbroken(time, "run.csv")


def test_samples_that_a_radio_link_lost_are_laid_on_an_even_clock(tmp_path: Path) -> None:
    time = np.delete(np.arange(200) / 100, [50, 51, 120])
    up = 1 + 0.5 * np.sin(17 * time)
    rows = ["time;acc_x", *(f"{t:.2f};{a:.5f}" for t, a in zip(time, up, strict=True))]
    (tmp_path / "imu.csv").write_text("\n".join(rows).replace(".", ","))
    record = read_imu(tmp_path / "imu.csv")
    assert np.ptp(np.diff(record.time_s)) < 1e-9
    np.testing.assert_allclose(record.acceleration_g[:, 0], 1 + 0.5 * np.sin(17 * record.time_s), atol=0.02)


@pytest.mark.parametrize("rate", ["0", "nan", "-120", "120,0"])
def test_a_trc_of_an_odd_rate_or_decimal_commas_is_timed_by_its_clock(tmp_path: Path, rate: str) -> None:
    labels, points = labelled(run(120, seconds=1))
    path = tmp_path / "a.trc"
    write_trc(path, Trc(labels, points, np.arange(len(points)) / 120, 120.0, "mm"))
    head, *rest = path.read_text().split("\n", 6)
    rest[1] = rest[1].replace("120\t", f"{rate}\t", 1)
    path.write_text("\n".join([head, *rest]).replace(".", ","))
    trc = read_trc(path)
    np.testing.assert_allclose(trc.points, points, atol=1e-5)
    np.testing.assert_allclose(trc.time_s, np.arange(len(points)) / 120, atol=1e-5)


def test_of_markers_of_one_name_none_is_used(tmp_path: Path) -> None:
    labels, points = labelled(run(120, seconds=1))
    twice = [label.replace("RTOE", "LTOE") for label in labels]
    write_trc(tmp_path / "a.trc", Trc(tuple(twice), points, np.arange(len(points)) / 120, 120.0, "mm"))
    track = read_mocap(tmp_path / "a.trc", METHOD)
    assert "toe_left" not in track.points
    assert track.notes == ("The label LTOE stands more than once in the file; its markers were left out.",)


@pytest.mark.parametrize("odd", ["nan", "inf"])
def test_a_mot_whose_clock_has_no_number_says_so(tmp_path: Path, odd: str) -> None:
    rows = [f"{t:.2f} 1" if t != 0.2 else f"{odd} 1" for t in TIME]
    (tmp_path / "a.mot").write_text("\n".join(["a", "endheader", "time x_vy", *rows]))
    with pytest.raises(TableError, match="a time in it is no number"):
        read_mot(tmp_path / "a.mot")
