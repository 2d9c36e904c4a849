"""Activity files of every kind into run records: one folder, one format a module.

Start at :func:`restride.adapters.activities.importing.import_paths`, which reads files, folders and exports with
all cores; :func:`restride.adapters.activities.reading.read_bytes` reads one file. What a format can and cannot say
stands in ``docs/training.md``.
"""
