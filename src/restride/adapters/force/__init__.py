"""Force treadmill and force plate files (CSV, MOT) into contacts and a report."""

from restride.adapters.force.reading import ForceError, ForceRecord, read_force

__all__ = ["ForceError", "ForceRecord", "read_force"]
