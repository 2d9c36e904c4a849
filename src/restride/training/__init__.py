"""What the runner has really run: from recordings to run records, from records to a history, from there to load.

Nothing here reads a file; :mod:`restride.adapters.activities` turns files into :class:`.activity.Activity`.
"""
