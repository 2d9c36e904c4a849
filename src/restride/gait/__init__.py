"""Running form from recorded points, forces or accelerations: events, strides, angles, metrics with their error.

    track ─► repaired and filtered ─► events ─► strides ─► metrics ─► findings
                                        ▲
    force, acceleration ────────────────┘

Axes: x forward, y up, z to the runner's right. :mod:`restride.gait.analysis` holds the whole path.
"""
