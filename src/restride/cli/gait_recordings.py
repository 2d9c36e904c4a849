"""The recordings of running that a command names, analysed with what its options say of them."""

from __future__ import annotations

import argparse

from restride.adapters.gait_recordings import Analysed, analyse_recording
from restride.adapters.mocap.marker_sets import read_mapping
from restride.cli.gait_video import progress, video_options
from restride.knowledge.load import Knowledge
from restride.model.words import Side


def analysed_as_said(options: argparse.Namespace, knowledge: Knowledge) -> list[Analysed]:
    """Analyse each recording, in the order given.

    Raises
    ------
    PlainError
        One cannot be used; the sentence names it.
    """
    mapping = read_mapping(options.mapping) if options.mapping else None
    return [
        analyse_recording(
            path,
            knowledge,
            force=options.force,
            mapping=mapping,
            rate_hz=options.rate,
            speed_m_s=options.speed,
            sensor=options.sensor,
            first_foot=Side(options.first_foot) if options.first_foot else None,
            video=video_options(options),
            progress=progress,
        )
        for path in options.recordings
    ]
