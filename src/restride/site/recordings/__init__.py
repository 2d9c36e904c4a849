"""Recordings of movement: uploaded, analysed in the background, read as a report, let into the case."""
