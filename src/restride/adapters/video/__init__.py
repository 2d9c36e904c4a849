"""Phone video: decoded in a limited child process, followed by a pose model, handed to the gait analysis."""

from restride.adapters.video.clip import Clip, VideoError
from restride.adapters.video.reading import SUFFIXES, frames, probe

__all__ = ["SUFFIXES", "Clip", "VideoError", "frames", "probe"]
