"""The fixed words and shapes of gates, urgencies, evidence and sides: one table each."""

from __future__ import annotations

from dataclasses import dataclass

from restride.model.words import Certainty, Side, Urgency


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape, a tone (CSS class) and one or two words."""

    icon: str
    tone: str
    words: str


GATES = {
    "green": Sign("ok", "ok", "Green: up"),
    "amber": Sign("warn", "warn", "Amber: repeat"),
    "red": Sign("stop", "stop", "Red: stop"),
    "same": Sign("same", "", "No real change"),
    "unmeasured": Sign("dash", "", "Not measured"),
    "unknown": Sign("unk", "", "Unknown"),
    "up": Sign("up", "info", "Changed: up"),
    "less": Sign("dn", "info", "Changed: less"),
    "done": Sign("ok", "ok", "Done"),
    "now": Sign("info", "info", "Now"),
    "later": Sign("dash", "", "Later"),
}

URGENCIES = {
    Urgency.EMERGENCY: Sign("flag", "emer", "Emergency: call now"),
    Urgency.SAME_DAY: Sign("flag", "solid", "Same day"),
    Urgency.URGENT: Sign("flag", "flag", "Urgent: 48–72 h"),
    Urgency.SOON: Sign("flag", "flag amber", "Soon: 2 weeks"),
    Urgency.CAUTION: Sign("flag", "flag grey", "Caution"),
}

GRADES = {
    Certainty.HIGH: (4, "High"),
    Certainty.MODERATE: (3, "Moderate"),
    Certainty.LOW: (2, "Low"),
    Certainty.VERY_LOW: (2, "Very low"),
    Certainty.EXPERT_OPINION: (1, "Expert opinion"),
    Certainty.ENGINEERING_DEFAULT: (0, "House rule"),
}

SIDE_LETTERS = {Side.LEFT: "L", Side.RIGHT: "R"}
