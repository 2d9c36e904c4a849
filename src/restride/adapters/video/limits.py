"""What a decoder may take. Engineering limits: wide for a phone clip of a run, narrow for a broken or hostile file."""

from __future__ import annotations

#: Pixels of one frame: 4K passes, 8K does not.
PIXELS_MOST = 10_000_000
#: Length of a clip; a run needs a minute, and a film of an hour is somebody's mistake [s].
SECONDS_MOST = 20 * 60.0
#: Frames of a clip: ten minutes at 240 a second.
FRAMES_MOST = 144_000
#: Memory of the child that decodes, libraries and pose model included [bytes].
MEMORY_MOST = 1_500_000_000
#: How long the child may say nothing before it is ended [s].
SILENCE_MOST_S = 60.0
#: Processor time of the child for one task [s].
PROCESSOR_MOST_S = 2 * 3600
