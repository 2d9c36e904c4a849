"""Inertial sensors on foot, shank or sacrum (CSV) into strides, as far as each place allows."""

from restride.adapters.imu.reading import ImuError, ImuRecord, read_imu

__all__ = ["ImuError", "ImuRecord", "read_imu"]
