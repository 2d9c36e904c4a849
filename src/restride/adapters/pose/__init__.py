"""Pose models: pixels to points of the body."""
