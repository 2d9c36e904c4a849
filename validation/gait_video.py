"""Real clips through the whole video analysis: cadence checked by eye, exchanges repaired, refusals."""

from __future__ import annotations

import os
from pathlib import Path

from restride.adapters.pose import weights
from restride.adapters.video.analysis import VideoOptions, analyse_video
from restride.adapters.video.following import BLAZEPOSE
from restride.knowledge.load import load
from restride.model.errors import PlainError
from validation._gait_page import write_section

REAL = Path(os.environ.get("RESTRIDE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
#: Steps a minute as the eye confirms them: frames laid out one step interval apart show left and right in turn over
#: twenty and thirty steps without drift. The interval came from this program: the eye vouches for about 1 %.
COUNTED = {
    "video/treadmill_side_fast_speedoverlay_720p30.mp4": ("treadmill, left side, 30 a second", 184.8, "20 steps"),
    "video/overground_rear_static_snow_30.mp4": ("overground, from behind, going away", 164.0, "29 steps"),
}
REFUSED = (
    "video/overground_side_silhouette_24.mp4",
    "video_refuse/no_runner_microscope.mp4",
    "video_refuse/pose2sim_cam01_balancing.mp4",
)


def main() -> int:
    """Write the section, with heavy and full where they are there; 1 where a clip that must be refused was not."""
    if not (REAL / "video").is_dir():
        print(f"left out: the real clips are not at {REAL}")
        return 0
    known = load()
    lines = [
        "| clip | confirmed by eye, to 1 % | model | steps a minute | error | exchanged legs, put back |",
        "|---|---|---|---|---|---|",
    ]
    for name, (what, counted, over) in COUNTED.items():
        for size in ("heavy", "full"):
            try:
                weights.find(size)
            except weights.WeightsError:
                continue
            report = analyse_video(REAL / name, known, VideoOptions(model=f"{BLAZEPOSE}:{size}")).report
            found = next(one.value for one in report.metrics if one.id == "cadence")
            lines.append(
                f"| {what} | {counted:.1f} over {over} | {size} | {found:.1f} | {100 * (found / counted - 1):+.1f} % | "
                f"{100 * report.recording.swapped_share:.1f} % of frames |"
            )
    wrong = 0
    lines += ["", "Refused, as they must be:", ""]
    for name in REFUSED:
        try:
            analyse_video(REAL / name, known, VideoOptions(model=f"{BLAZEPOSE}:full"))
            lines.append(f"- {Path(name).stem}: **analysed, which is wrong**")
            wrong = 1
        except PlainError as refusal:
            lines.append(f"- {Path(name).stem}: «{refusal}»")
    write_section("Real clips through the whole video analysis", lines)
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
