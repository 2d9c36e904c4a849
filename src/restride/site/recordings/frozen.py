"""What was uploaded stays what it was; a report that was read is not exchanged under the reader's eyes."""

from __future__ import annotations

from restride.site.triggers import Guard

RECORDING = "recordings_recording"

GUARDS = (
    Guard(
        "recordings_source_stays",
        RECORDING,
        "UPDATE",
        "the file of a recording never changes",
        "OLD.sha256 <> NEW.sha256 OR OLD.episode_id <> NEW.episode_id OR OLD.suffix <> NEW.suffix",
    ),
    Guard("recordings_kept", RECORDING, "DELETE", "the row of a recording is never deleted, only its files"),
)
