"""The return to running: readiness, safety shield, planner, and a course driven by the diary."""

from restride.comeback.document import comeback
from restride.comeback.ladders import LadderError
from restride.comeback.log import DiaryError

__all__ = ["DiaryError", "LadderError", "comeback"]
