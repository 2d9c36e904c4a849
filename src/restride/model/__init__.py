"""Shared words: the runner's case, findings, decisions with their reasons, evaluation and plan."""
