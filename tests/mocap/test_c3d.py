"""C3D in and out, unchanged in meaning: every number format read, everything in the file carried through."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.mocap.c3d import C3d, C3dEvent, Plate, read_c3d, vertical_force
from restride.adapters.mocap.c3d_parameters import C3dError
from restride.adapters.mocap.c3d_write import write_c3d
from tests.gait.real import real
from tests.mocap.c3d_bytes import DEC, INTEL, MIPS, c3d_bytes

RNG = np.random.default_rng(6)
#: Whole tenths of a millimetre and whole quarters, so that every format holds them exactly.
POINTS = RNG.integers(-15_000, 15_000, (12, 3, 3)) / 10
ANALOG = RNG.integers(-8_000, 8_000, (24, 2)) / 4


@pytest.mark.parametrize("processor", [INTEL, DEC, MIPS])
@pytest.mark.parametrize("whole", [True, False])
def test_every_number_format_is_read_alike(tmp_path: Path, processor: int, *, whole: bool) -> None:
    (tmp_path / "a.c3d").write_bytes(c3d_bytes(POINTS, ANALOG, processor, whole=whole))
    file = read_c3d(tmp_path / "a.c3d")
    assert (file.labels, file.rate_hz, file.unit) == (("M0", "M1", "M2"), 100.0, "mm")
    np.testing.assert_allclose(file.points, POINTS, rtol=1e-6)
    np.testing.assert_allclose(file.analog, ANALOG, rtol=1e-6, atol=1e-4)
    assert file.analog_rate_hz == 200.0
    np.testing.assert_allclose(file.residuals, 1.5, rtol=1e-6)
    assert (file.cameras == 3).all()
    write_c3d(tmp_path / "b.c3d", file)
    again = read_c3d(tmp_path / "b.c3d")
    np.testing.assert_allclose(again.analog, ANALOG, rtol=1e-6, atol=1e-4)
    np.testing.assert_allclose(again.residuals, 1.5, rtol=1e-6)


def test_unsigned_samples_reach_the_upper_half(tmp_path: Path) -> None:
    high = np.array([[10_000.0, 0.0], [16_000.0, 5.0]] * 12)
    (tmp_path / "a.c3d").write_bytes(c3d_bytes(POINTS, high, INTEL, whole=True, unsigned=True))
    np.testing.assert_allclose(read_c3d(tmp_path / "a.c3d").analog, high)


def test_an_unknown_number_format_is_refused(tmp_path: Path) -> None:
    raw = bytearray(c3d_bytes(POINTS, ANALOG, INTEL, whole=False))
    raw[512 + 3] = 99
    (tmp_path / "a.c3d").write_bytes(raw)
    with pytest.raises(C3dError, match="does not say in which number format"):
        read_c3d(tmp_path / "a.c3d")


def simple(**changes: object) -> C3d:
    return replace(C3d(("A", "B", "C"), POINTS, 100.0, "mm"), **changes)  # type: ignore[arg-type]


def test_more_than_255_labels_and_events_go_on_in_further_parameters(tmp_path: Path) -> None:
    points = RNG.normal(0, 100, (40, 600, 3)).astype(np.float32).astype(np.float64)
    events = tuple(C3dEvent("Foot Strike", "Left", i / 1000, f"S{i}", "why", i % 7) for i in range(300))
    file = C3d(tuple(f"P{i}" for i in range(600)), points, 100.0, "mm", events=events)
    write_c3d(tmp_path / "a.c3d", file)
    back = read_c3d(tmp_path / "a.c3d")
    assert back.labels == file.labels
    assert [(e.subject, e.icon) for e in back.events] == [(e.subject, e.icon) for e in events]
    assert [e.time_s for e in back.events] == pytest.approx([e.time_s for e in events], abs=1e-6)


@pytest.mark.parametrize("times_s", [(0.0, 0.05), (0.02, 0.11)])
def test_events_of_a_part_of_a_capture_keep_their_place(tmp_path: Path, times_s: tuple[float, ...]) -> None:
    """The first frame is the 300th: the file counts from the capture's beginning, we count from the part's."""
    events = tuple(C3dEvent("Foot Off", "Right", at) for at in times_s)
    write_c3d(tmp_path / "a.c3d", simple(events=events, first_frame=300))
    back = read_c3d(tmp_path / "a.c3d")
    assert back.first_frame == 300
    assert [e.time_s for e in back.events] == pytest.approx(times_s, abs=1e-6)


def test_long_recordings_pass_the_sixteen_bits_of_the_header(tmp_path: Path) -> None:
    points = np.arange(70_000 * 3, dtype=np.float64).reshape(70_000, 1, 3)
    write_c3d(tmp_path / "a.c3d", C3d(("A",), points, 100.0, "mm"))
    np.testing.assert_allclose(read_c3d(tmp_path / "a.c3d").points[1:], points[1:])


@pytest.mark.parametrize(
    "value", [np.ones((255, 255), np.float32), ["left heel"] * 256], ids=["a parameter", "a list in one parameter"]
)
def test_a_parameter_that_is_too_long_is_said_in_one_sentence(tmp_path: Path, value: object) -> None:
    with pytest.raises(C3dError, match="too long"):
        write_c3d(tmp_path / "x.c3d", simple(parameters={"TRIAL:ODD": value}))
    assert not (tmp_path / "x.c3d").exists()


def test_descriptions_that_are_no_texts_are_left_out(tmp_path: Path) -> None:
    write_c3d(tmp_path / "x.c3d", simple(parameters={"POINT:DESCRIPTIONS": np.float32(3)}))
    assert "POINT:DESCRIPTIONS" not in read_c3d(tmp_path / "x.c3d").parameters


def test_more_than_the_format_holds_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    notes = {f"NOTES:TEXT{part}": ["x" * 250] * 250 for part in range(3)}
    with pytest.raises(C3dError, match="do not fit into a C3D file"):
        write_c3d(tmp_path / "a.c3d", simple(parameters=notes))
    assert not (tmp_path / "a.c3d").exists()


@pytest.mark.parametrize(
    ("plate", "expected"),
    [
        (Plate((0, 1, 2, 3, 4, 5), 1), 30.0),
        (Plate((0, 1, 2, 3, 4, 5), 2), 30.0),
        (Plate((0, 1, 2, 3, 4, 5, 6, 7), 3), 50.0 + 60 + 70 + 80),
        (Plate((0, 1, 2, 3, 4, 5), 4, np.diag([1.0, 1, 4, 1, 1, 1])), 120.0),
        (Plate((0, 1, 2, 3, 4, 5, 6, 7), 5, np.eye(6, 8)[[0, 1, 6 - 1, 3, 4, 2]]), 60.0),
        (Plate(tuple(range(12)), 6), 30.0 + 60 + 90 + 120),
        (Plate((0, 1), 2), None),
        (Plate((0, 1, 2, 3, 4, 5), 4, None), None),
        (Plate((0, 1, 2, 3, 4, 5), 11), None),
    ],
)
def test_the_upright_force_of_each_kind_of_plate(plate: Plate, expected: float | None) -> None:
    file = simple(analog=np.tile(10.0 * np.arange(1, 13), (12, 1)), analog_rate_hz=100.0)
    force = vertical_force(file, plate)
    assert (force is None) == (expected is None)
    if force is not None:
        np.testing.assert_allclose(force, expected)


@pytest.mark.parametrize("name", ["JA1Gait21_run3p5.c3d", "JA1Static05.c3d"])
def test_a_laboratorys_file_comes_back_with_everything_in_it(tmp_path: Path, name: str) -> None:
    file = read_c3d(real("mocap", "dorn2012", name))
    write_c3d(tmp_path / "a.c3d", file)
    back = read_c3d(tmp_path / "a.c3d")
    for part in ("points", "residuals", "cameras", "analog"):
        np.testing.assert_array_equal(getattr(back, part), getattr(file, part), err_msg=part)
    for part in ("labels", "rate_hz", "unit", "analog_labels", "analog_units", "analog_rate_hz", "first_frame"):
        assert getattr(back, part) == getattr(file, part), part
    assert [replace(e, time_s=0) for e in back.events] == [replace(e, time_s=0) for e in file.events]
    assert [e.time_s for e in back.events] == pytest.approx([e.time_s for e in file.events], abs=1e-6)
    assert [(p.channels, p.kind) for p in back.plates] == [(p.channels, p.kind) for p in file.plates]
    assert len(back.plates) == 8
    lost = {"ANALOG:FORMAT", "ANALOG:BITS"}
    assert set(file.parameters) - set(back.parameters) == lost
    for key, value in file.parameters.items():
        if key not in {*lost, "POINT:DATA_START"} and not key.startswith("EVENT:"):
            np.testing.assert_array_equal(back.parameters[key], value, err_msg=key)
