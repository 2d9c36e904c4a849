"""A recording for the site: a treadmill's force as half sine waves, contacts of 250 ms, a step every 350 ms."""

from __future__ import annotations

import math

RATE_HZ = 200
CONTACT_S, STEP_S, STEPS = 0.25, 0.35, 40


def force_csv(steps: int = STEPS) -> bytes:
    """Vertical force of one runner as CSV."""
    lines = ["time,fz"]
    for sample in range(int(steps * STEP_S * RATE_HZ)):
        time_s = sample / RATE_HZ
        into = time_s % STEP_S
        force = 1700 * math.sin(math.pi * into / CONTACT_S) if into < CONTACT_S else 0.0
        lines.append(f"{time_s:.4f},{force:.2f}")
    return ("\n".join(lines) + "\n").encode()
