"""Motion capture files into a track: C3D, TRC, BVH, ASF/AMC and OpenPose folders."""

from restride.adapters.mocap.reading import MocapError, read_mocap

__all__ = ["MocapError", "read_mocap"]
