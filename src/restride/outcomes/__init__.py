"""Outcome measures: scores, measurement error, and whether a change is real."""

from restride.outcomes.scoring import change_of, score_measures, score_of

__all__ = ["change_of", "score_measures", "score_of"]
