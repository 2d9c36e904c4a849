"""Runners' records, their episodes of care, what was answered and what was decided."""
