"""Words and tempo of a figure, from the knowledge."""

from __future__ import annotations

from restride.figure.timeline import Scene, Tempo
from restride.knowledge.load import load

#: Where no dose names a tempo: seconds up, pause, down. A drawing's choice, not advice.
USUAL: Tempo = (1.5, 0.5, 1.5)

#: A shorter stop is part of the movement and needs no sign. [seconds]
LEAST_HOLD_S = 5
HELD_KINDS = frozenset({"strength", "core", "balance", "stretch", "mobility", "recovery"})

_PLACES = {
    "quads": "front of the thigh", "hamstrings": "back of the thigh", "buttock": "buttock", "outer_hip": "outer hip",
    "deep_hip": "outer hip, deep",
    "hip_front": "front of the hip", "inner_thigh": "inner thigh", "outer_thigh": "outer thigh", "knee": "knee",
    "calf": "calf", "achilles": "Achilles tendon", "shin": "front of the shin", "outer_shin": "outer shin",
    "inner_shin": "inner shin", "low_back": "low back", "upper_back": "upper back", "belly": "belly",
    "side_waist": "side of the waist", "sole": "sole of the foot", "ankle": "ankle", "inner_ankle": "inner ankle",
    "big_toe": "big toe", "outer_foot": "outer edge of the foot", "inner_foot": "inner edge of the foot",
}  # fmt: skip


def dose_tempo(item_id: str) -> Tempo:
    """Up, pause, down of the item's first dose that names a tempo; a hold becomes a short pause. [s]."""
    item = load().items.get(item_id)
    for dose in item.doses if item else ():
        if dose.tempo_s:
            up, pause, down = dose.tempo_s
            return float(up or 1), float(pause), float(down or 1)
        if dose.hold_s:
            return 1.0, 2.0, 1.0
    return USUAL


def is_held(found: Scene) -> bool:
    """Whether the exercise is held: its first dose names a hold of some seconds."""
    item = load().items.get(found.file.id)
    if item is None or not item.doses or item.kind not in HELD_KINDS:
        return False
    hold = item.doses[0].hold_s
    return hold is not None and hold[0] >= LEAST_HOLD_S and not item.doses[0].tempo_s


def words(found: Scene, side: str, kind: str) -> tuple[str, str]:
    """Title and description for a screen reader, with the side in words."""
    knowledge = load()
    title = found.file.shows
    parts = []
    item = knowledge.items.get(found.file.id)
    if item is not None:
        is_each = item.sided == "each"
        said = item.steps or (item.technique or item.name,)
        parts += [step if step.endswith(".") else f"{step}." for step in said]
    else:
        test = knowledge.tests.get(found.file.id) or knowledge.measures.get(found.file.id)
        is_each = True
        procedure = getattr(test, "procedure", "")
        parts += [procedure] if procedure else []
    marks = list(dict.fromkeys(_PLACES[work.partition(".")[0]] for work in found.file.works))
    if marks:
        parts.append(f"Marked: {', '.join(marks)}.")
    if is_held(found):
        parts.append("The watch means: hold still.")
    if is_each:
        parts.append(f"Drawn for the {side} side.")
    if kind == "strip" and found.is_moving:
        parts.append("From left to right: start and end.")
    if kind == "pair" and found.file.fault:
        title = f"{title} Right and wrong"
        parts.append(f"Left, the right way; right, the common fault: {found.file.fault.says}.")
    return title, " ".join(parts)
