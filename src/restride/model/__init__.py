"""Shared words: the runner's case, findings, decisions with their reasons, evaluation and plan."""

from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.model.finding import Finding
from restride.model.plan import Plan

__all__ = ["Case", "Evaluation", "Finding", "Plan"]
