"""What is said when a figure cannot be drawn."""

from __future__ import annotations


class FigureError(ValueError):
    """One sentence: the file, the pose and the joint, what is wrong there, and what to do."""
