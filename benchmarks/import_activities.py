"""Import of FIT files: megabytes a second into run records, against a pure-Python decoder and a bare fast one.

Ours does the whole work (checksum, decoding, walking and running told apart, grade, record); the others only decode.
Everything runs in one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from benchmarks._timing import median_ms
from restride.adapters.activities.reading import Options, read_bytes
from restride.knowledge.load import load
from restride.training.limits import reading_limits
from tests.activities.encoder import rich_fit, seconds


def run() -> Iterator[str]:
    """One line for each measurement, with its target."""
    import fitdecode
    import fitfast

    files = [rich_fit(seconds("2026-03-01T06:00:00+00:00") + 86_400 * n, 2400 + 60 * n) for n in range(12)]
    size_mb = sum(map(len, files)) / 1e6
    options = Options(limits=reading_limits(load()), today=date(2026, 11, 21))

    def ours() -> None:
        for data in files:
            if read_bytes("run.fit", data, options).grade != "OK":
                raise SystemExit("a clean file was not read")

    def fast() -> None:
        for data in files:
            fitfast.records(data)

    def slow() -> None:
        with fitdecode.FitReader(files[0], check_crc=fitdecode.CrcCheck.RAISE) as reader:
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage):
                    [field.value for field in frame.fields]

    mine, bare = 1000 * size_mb / median_ms(ours, 5), 1000 * size_mb / median_ms(fast, 5)
    pure = 1000 * len(files[0]) / 1e6 / median_ms(slow, 2)
    yield f"{len(files)} files, {size_mb:.1f} MB, one process: whole import {mine:.1f} MB/s"
    yield f"fitfast, decoding alone {bare:.1f} MB/s: ours is {mine / bare:.2f} times as fast (target 0.7)"
    yield f"fitdecode, decoding alone {pure:.2f} MB/s: ours is {mine / pure:.0f} times as fast (target 20)"
