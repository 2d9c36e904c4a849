"""From an evaluation to a proposal that a therapist signs: what to do, how much, when, and why."""

from restride.treatment.propose import propose

__all__ = ["propose"]
