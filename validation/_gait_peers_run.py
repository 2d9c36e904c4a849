"""Runs inside the interpreter of the peers, which know nothing of this project: points in as JSON, events out."""

import json
import logging
import sys
import warnings

#: The peers' names of our points.
POINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder")
GAITKIT = ("bike", "zeni", "oconnor", "hreljac", "mickelborough", "ghoussayni", "vancanneyt", "dgei")


def gaitkit_events(data: dict, method: str) -> dict:
    """Events of one method of gaitkit, in seconds from the first frame."""
    import gaitkit

    frames = [
        {
            "frame_index": i,
            **{f"{side}_{joint}_angle": data["angles"][f"{joint}_{side}"][i]
               for side in ("left", "right") for joint in ("hip", "knee", "ankle")},
            "landmark_positions": {
                f"{side}_{point}": [1000 * one for one in data["points"][f"{point}_{side}"][i]]
                for side in ("left", "right") for point in POINTS
            },
        }
        for i in range(data["frames"])
    ]  # fmt: skip
    found = gaitkit.detect({"angle_frames": frames, "fps": data["fps"]}, method=method, auto_install_deps=False)
    return {
        f"{side}_{kind}": [one["frame"] / data["fps"] for one in getattr(found, f"{side}_{kind}")]
        for side in ("left", "right") for kind in ("hs", "to")
    }  # fmt: skip


def main() -> None:
    """Every method on the data of standard input."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    data = json.load(sys.stdin)
    out = {}
    for method in GAITKIT:
        try:
            out[f"gaitkit {method}"] = gaitkit_events(data, method)
        except Exception as error:  # noqa: BLE001  what a peer cannot do is part of the table
            out[f"gaitkit {method}"] = {"error": f"{type(error).__name__}"}
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
