"""The evaluation: triage, working hypotheses, dangers, impairments, causes, what next, and the course.

Pure functions of the case, the knowledge and a date. See docs/evaluation.md for the method and its limits.
"""

from restride.evaluation.evaluate import evaluate

__all__ = ["evaluate"]
