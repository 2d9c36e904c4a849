"""Events of other open tools on the same markers. They live in an interpreter of their own: RESTRIDE_PEERS names it.

RESTRIDE_PEERS=/path/to/venv/bin/python python -m validation.gait_peers
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from restride.gait.analysis import analyse, analyse_gait
from restride.gait.track import SIDES, sided
from restride.model.gait import Event
from restride.model.words import Side
from validation._gait_data import FACTS, Trial, available, dorn, errors_ms, hamner
from validation._gait_page import write_section
from validation._gait_peers_run import POINTS
from validation.gait_events import row


def peers(trial: Trial, python: str) -> dict[str, list[Event] | str]:
    """Events of every peer on the filtered markers of a trial, or the name of the error."""
    _, gait = analyse_gait(trial.track, FACTS, use_force=False)
    track = gait.track
    turned = {"hip": "hip_flexion", "knee": "knee_flexion", "ankle": "ankle_dorsiflexion"}
    data = {
        "fps": track.rate_hz,
        "frames": track.frames,
        "points": {sided(p, s): np.nan_to_num(track.points[sided(p, s)]).tolist() for p in POINTS for s in SIDES},
        "angles": {
            sided(k, s): np.nan_to_num(gait.angles[sided(v, s)]).tolist() for k, v in turned.items() for s in SIDES
        },
    }
    script = Path(__file__).parent / "_gait_peers_run.py"
    done = subprocess.run([python, str(script)], input=json.dumps(data), capture_output=True, text=True, check=True)
    found: dict[str, list[Event] | str] = {}
    for name, events in json.loads(done.stdout).items():
        found[name] = events["error"] if "error" in events else _events(events, float(track.time_s[0]), name)
    return found


def _events(events: dict[str, list[float]], start_s: float, name: str) -> list[Event]:
    kinds = {"hs": "strike", "to": "toe_off"}
    return [
        Event(kind=kinds[key[-2:]], side=Side(key[:-3]), time_s=start_s + at, half_width_s=0.0, found_by=name)  # type: ignore[arg-type]
        for key, times in events.items()
        for at in times
    ]


def table(trials: list[Trial], python: str) -> list[str]:
    """Ours and theirs against force."""
    lines = [
        "gaitkit 1.5.0 (MIT) and the own rules of myogait 0.9.2 (MIT), which offers gaitkit's beside them, given the "
        "same filtered markers and angles; myogait as landmarks of a side view four metres wide, with its defaults. An "
        "event counts within 130 ms of the force. Mean ± SD (2.5..97.5 centile), mean absolute error, in ms. What was "
        "made for walking is not at fault in running.",
        "",
        "| recording | rule | strikes found | strike | toe-off | contact time |",
        "|---|---|---|---|---|---|",
    ]
    for trial in trials:
        lines.append(
            row(trial.name, "**Restride**", errors_ms(analyse(trial.track, FACTS, use_force=False).events, trial))
        )
        for name, events in peers(trial, python).items():
            if isinstance(events, str):
                lines.append(f"| {trial.name} | {name} | fails ({events}) | | | |")
            else:
                lines.append(row(trial.name, name, errors_ms(events, trial)))
    return lines


def main() -> int:
    """Write the table."""
    python = os.environ.get("RESTRIDE_PEERS")
    if python is None:
        print("gait_peers: left out, RESTRIDE_PEERS names no interpreter with gaitkit and myogait")
        return 0
    if available():
        write_section("Beside other open tools", table([dorn(), hamner()], python))
    return 0


if __name__ == "__main__":
    sys.exit(main())
