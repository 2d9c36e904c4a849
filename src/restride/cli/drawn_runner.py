"""The part of ``restride figure`` that films: the drawn runner, and the figure of an exercise."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from restride.adapters.extras import need
from restride.cli.errors import CommandError
from restride.cli.writing import writing_to

if TYPE_CHECKING:
    from restride.figure.runner import Motion


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said about the runner and the camera."""
    film = parser.add_argument_group("for films")
    film.add_argument("--fps", type=float, help="pictures a second (default: runner 60, figure 30)")
    film.add_argument("--seconds", type=float, default=6.0, help="how long; a figure goes on to the end of its loop")
    film.add_argument("--size", metavar="WxH", help="picture size (default: runner 640x480, figure as it is shaped)")
    group = parser.add_argument_group("for runner: a film of known angles and events")
    group.add_argument("--movement", default="run", metavar="NAME", help="run, walk or a movement test (default: run)")
    group.add_argument(
        "--of",
        type=Path,
        metavar="RECORDING",
        help="a measured movement instead: C3D, TRC, BVH, AMC, joint angles as MOT or STO",
    )
    group.add_argument(
        "--rate", type=float, metavar="HZ", help="frames a second of that recording, where its own is wrong"
    )
    group.add_argument("--speed", type=float, metavar="M_S", help="running speed in m/s")
    group.add_argument("--cadence", type=float, metavar="SPM", help="steps a minute; default: usual for the speed")
    group.add_argument("--contact", type=float, metavar="MS", help="ground contact in ms; default: usual for the speed")
    group.add_argument("--stature", type=float, metavar="M", help="the runner's height in m (default: 1.75)")
    group.add_argument("--view", choices=("left", "right", "rear", "front"), default="right", help="from where")
    group.add_argument("--yaw", type=float, default=0.0, metavar="DEG", help="camera off the true view")
    group.add_argument("--down", type=float, default=0.0, metavar="DEG", help="camera looks down")
    group.add_argument("--tilt", type=float, default=0.0, metavar="DEG", help="camera tilted about its own axis")
    group.add_argument("--distance", type=float, default=5.0, metavar="M", help="camera distance (default: 5)")
    group.add_argument("--fills", type=float, default=0.78, help="share of the picture's height (default: 0.78)")
    group.add_argument("--shutter", type=float, default=0.0, help="motion blur: share of the time it is open, 0 to 1")
    group.add_argument("--blur", type=float, default=0.0, metavar="PX", help="softness of the lens")
    group.add_argument("--noise", type=float, default=0.0, help="noise, SD in steps of brightness of 255")
    group.add_argument("--slow", type=float, default=1.0, metavar="TIMES", help="slow motion, for instance 4")
    group.add_argument("--scene", choices=("treadmill", "track", "plain"), help="default: treadmill; plain for a test")
    group.add_argument("--rails", choices=("none", "short", "long"), default="short", help="of the treadmill")
    group.add_argument("--look", default="plain", metavar="NAME", help="plain, dark, fair, brown or grey")
    group.add_argument("--passes", action="store_true", help="off the treadmill: the camera stands still")
    group.add_argument("--seed", type=int, default=0, help="of the noise")


def film_runner(options: argparse.Namespace) -> int:
    """Write the film and what is known about it; name the files."""
    need("video", "Films")
    from restride.adapters.films.runner import write_runner
    from restride.figure.runner import Film, Shot

    if options.out is None:
        raise CommandError("A film of the runner needs a file: --out clip.mp4.")
    motion = _motion(options)
    shot = Shot(
        view=options.view,
        rate_hz=options.fps or 60.0,
        seconds=options.seconds,
        size=_size(options.size) or (640, 480),
        yaw_deg=options.yaw,
        down_deg=options.down,
        roll_deg=options.tilt,
        distance_m=options.distance,
        fills=options.fills,
        shutter=options.shutter,
        blur_px=options.blur,
        noise=options.noise,
        slow=options.slow,
        scene=options.scene or ("treadmill" if motion.speed_m_s else "plain"),
        rails=options.rails,
        look=options.look,
        follows=not options.passes,
        seed=options.seed,
    )
    with writing_to(options.out.parent):
        written = write_runner(Path(options.out), Film(motion, shot))
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0


def _motion(options: argparse.Namespace) -> Motion:
    """The movement that is asked for: a built-in one, or a measured one."""
    if options.of is None:
        from restride.figure.runner import drawn_motion

        return drawn_motion(
            options.movement,
            speed_m_s=options.speed,
            cadence_spm=options.cadence,
            contact_s=None if options.contact is None else options.contact / 1000,
            stature_m=options.stature,
        )
    from restride.adapters.films.measured import measured_motion
    from restride.adapters.films.opensim import read_joint_angles
    from restride.adapters.gait_recordings import analyse_recording
    from restride.knowledge.load import load

    if options.of.suffix.lower() in (".mot", ".sto"):
        return read_joint_angles(options.of, load(), rate_hz=options.rate, stature_m=options.stature)
    gait = analyse_recording(options.of, load(), rate_hz=options.rate, speed_m_s=options.speed).gait
    if gait is None:
        raise CommandError(f"{options.of.name} holds no points of a body; give markers or a skeleton.")
    return measured_motion(gait)


def film_figure(options: argparse.Namespace, svg: str) -> None:
    """Film an exercise's figure."""
    need("video", "Films")
    from restride.adapters.films.figures import write_figure_film

    write_figure_film(options.out, svg, options.theme, options.seconds, options.fps or 30.0, _size(options.size))


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise CommandError(f"'{text}' is no picture size; write it like 640x480.")
    return int(width), int(height)
