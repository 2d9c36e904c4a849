"""The page docs/validation/gait.md, one section at a time."""

from __future__ import annotations

import re
import sys

from validation._gait_data import FACTS, PAGE

_HEAD = f"""# Gait analysis against force and expert kinematics

Written by `python -m validation.gait_force`, `gait_events`, `gait_coverage`, `gait_angles`, `gait_walking`,
`gait_drawn_runner`, `gait_video` and `gait_peers` of the same folder. Knowledge {FACTS.version}.

Recordings: dorn2012 (Dorn, Schache, Pandy 2012, SimTK; trial JA1Gait21, one man over ground), hamner2010 (Hamner, Seth,
Delp 2010, OpenSim example data, subject 02 on a treadmill), dryft (its repository's example and Fukuchi 2017 subject
1), Alcantara 2022 (one runner, 31 conditions). None of them is in this repository: `RESTRIDE_REAL_DATA` names their
folder.

**Read with care.** The lags and spreads of the event rules were chosen on dorn2012 and on the forces of dryft and
Alcantara 2022; hamner2010 is judged with them and had no part in it. It is one runner: how far the rules are off in
him is a single draw, and no table here says how they do in a hundred. The design of the rules had both runners in
view, and so had the terms of the stated error: that all events of a clip share the shift of their rule, that a filter
rounds off what is read at a strike, that segments turn, that a side view is not quite square. Their sizes are geometry
or named house figures. hamner2010's markers were smoothed by the laboratory to some 6 Hz, so no impact is left in them.
Its force has 60 samples a second. How such force is read was chosen on the three faster forces, thinned out, before
it was tried on his (below); where it moves the truth, the figures by the straight line of before stand beside it.
"""


def write_section(title: str, lines: list[str]) -> None:
    """Replace or add one section, print it, keep the others."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S))
    sections[title] = "\n" + "\n".join(lines) + "\n\n"
    body = "".join(f"## {name}\n{content}" for name, content in sections.items())
    PAGE.write_text(f"{_HEAD}\n{body.rstrip()}\n", encoding="utf-8")
    sys.stdout.write(f"\n## {title}\n\n" + "\n".join(lines) + "\n")
