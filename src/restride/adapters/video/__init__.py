"""Phone video: decoded in a limited child process, followed by a pose model, handed to the gait analysis."""
