"""Runs inside the interpreter of the peers, which know nothing of this project: points in as JSON, events out."""

import json
import logging
import sys
import warnings

#: The peers' names of our points.
POINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder")
GAITKIT = ("bike", "zeni", "oconnor", "hreljac", "mickelborough", "ghoussayni", "vancanneyt", "dgei")
#: Its own rules; the others that it offers are gaitkit's.
MYOGAIT = ("zeni", "crossing", "velocity", "oconnor")
#: Its names where they differ from ours.
PLACES = {"toe": "foot_index"}


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


def myogait_events(data: dict, method: str) -> dict:
    """Events of one of myogait's own rules, from the same points as a side view four metres wide."""
    from myogait.events import detect_events

    frames = [
        {
            "frame_idx": i,
            "confidence": 1.0,
            "landmarks": {
                f"{side}_{PLACES.get(point, point)}".upper(): {
                    "x": data["points"][f"{point}_{side}"][i][0] / 4,
                    "y": 0.75 - data["points"][f"{point}_{side}"][i][1] / 4,
                    "visibility": 1.0,
                }
                for side in ("left", "right") for point in POINTS
            },
        }
        for i in range(data["frames"])
    ]  # fmt: skip
    found = detect_events({"meta": {"fps": data["fps"]}, "frames": frames}, method=method)["events"]
    return {
        f"{side}_{kind}": [one["frame"] / data["fps"] for one in found[f"{side}_{kind}"]]
        for side in ("left", "right") for kind in ("hs", "to")
    }  # fmt: skip


def main() -> None:
    """Every method on the data of standard input."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    data = json.load(sys.stdin)
    out = {}
    for tool, events, methods in (("gaitkit", gaitkit_events, GAITKIT), ("myogait", myogait_events, MYOGAIT)):
        for method in methods:
            try:
                out[f"{tool} {method}"] = events(data, method)
            except Exception as error:  # noqa: BLE001  what a peer cannot do is part of the table
                out[f"{tool} {method}"] = {"error": f"{type(error).__name__}: {error}"[:120]}
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
