"""How much one file may ask of this machine. Safety limits of software, not of medicine."""

from __future__ import annotations

#: One activity after unpacking; the largest real one seen has 12 MB. [bytes]
ACTIVITY_BYTES = 64_000_000
#: A service's table of all runs; its rows have some hundred bytes. [bytes]
TABLE_BYTES = 256_000_000
#: An unpacked file may be at most so many times its packed size, once it is larger than a megabyte.
UNPACK_RATIO = 200
#: Members of one archive.
MEMBERS = 200_000
#: Archives inside archives.
DEPTH = 3
#: All that one archive may unpack to; Apple's export is streamed and not counted. [bytes]
ARCHIVE_BYTES = 20_000_000_000
#: Points of one activity: four days at ten a second.
POINTS = 3_500_000
#: Rows of one table.
ROWS = 500_000
#: Time for one file in a worker. [s]
SECONDS = 60.0


class TooMuchError(ValueError):
    """A file asks for more than it may; the sentence says what."""
