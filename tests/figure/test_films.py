"""Films and PNGs of exercise figures."""

import numpy as np
import pytest

from restride.adapters.films.figures import picture_size, write_figure_film, write_figure_png
from restride.adapters.films.moments import drawings, loop_length_s, moments
from restride.adapters.films.writing import FilmError
from restride.cli import main
from restride.figure import draw, figure_ids
from restride.figure.theme import ground_of

av = pytest.importorskip("av")
pytest.importorskip("typst")


def read(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_a_film_lasts_whole_rounds_of_the_loop(tmp_path):
    svg = draw("step_down", theme="light")
    count = write_figure_film(
        tmp_path / "a.mp4", svg, "light", seconds=loop_length_s(svg) + 0.5, rate_hz=6.0, size=(128, 128)
    )
    pictures = read(tmp_path / "a.mp4")
    assert len(pictures) == count == 2 * round(6 * loop_length_s(svg))
    assert pictures[0].shape == (128, 128, 3)
    assert np.abs(pictures[0].astype(int) - pictures[count // 2]).mean() < 1.0


def test_the_figure_moves_and_stands_on_its_own_ground():
    svg = draw("step_down", theme="dark")
    row = list(moments(svg, (96, 96), 2.0, 1, ground_of("dark")))
    assert max(np.abs(a.astype(int) - row[0]).mean() for a in row) > 3
    wanted = tuple(int(ground_of("dark")[i : i + 2], 16) for i in (1, 3, 5))
    assert tuple(row[0][2, 2]) == wanted


@pytest.mark.parametrize("item", ["step_down", "skip_rope", "clamshell", "monster_walk"])
def test_the_drawing_of_a_moment_has_no_animation_left(item):
    [text] = drawings(draw(item, theme="light"), [0.37])
    assert "<animate" not in text
    assert "f-still" not in text
    assert "f-move" in text


def test_the_loop_closes_in_the_drawings_of_every_figure():
    for item in figure_ids():
        svg = draw(item, theme="light")
        if loop_length_s(svg):
            # The hand of a clock has gone round once.
            start, end = drawings(svg, (0.0, 1.0))
            assert start == end.replace("rotate( 360.000)", "rotate( 0.000)"), item


def test_half_way_between_two_key_times_lies_between_them():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(0 -11)"><animateTransform '
        'attributeName="transform" type="rotate" additive="sum" dur="2s" keyTimes="0;.5;1" values="0;40;0"/></g></svg>'
    )
    assert 'transform="translate(0 -11) rotate( 20.000)"' in next(drawings(svg, [0.25]))


def test_a_figure_that_holds_still_is_no_film(tmp_path):
    with pytest.raises(FilmError, match="holds still"):
        write_figure_film(tmp_path / "a.mp4", draw("step_down", kind="still", theme="light"), "light")
    assert list(tmp_path.iterdir()) == []


def test_a_still_becomes_a_png_of_its_shape(tmp_path):
    svg = draw("step_down", kind="strip", theme="print")
    write_figure_png(tmp_path / "a.png", svg, "print")
    width, height = picture_size(svg)
    assert read(tmp_path / "a.png")[0].shape == (height, width, 3)


def test_the_command_writes_film_and_picture(tmp_path):
    for name in ("a.mp4", "a.png"):
        words = ["figure", "heel_raise_double", "--out", str(tmp_path / name), "--fps", "5", "--size", "96x96"]
        assert main([*words, "--seconds", "1"]) == 0
        assert read(tmp_path / name)


def test_an_ending_that_is_no_picture_is_refused(tmp_path, capsys):
    assert main(["figure", "step_down", "--out", str(tmp_path / "a.gif")]) == 2
    assert "none of .svg, .png and .mp4" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
