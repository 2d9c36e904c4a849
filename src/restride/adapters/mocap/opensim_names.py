"""OpenSim's names for the angles of its running models, and the signs they have there."""

from __future__ import annotations

PELVIS = ("pelvis_tilt", "pelvis_list", "pelvis_rotation")
PLACE = ("pelvis_tx", "pelvis_ty", "pelvis_tz")
LUMBAR = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
#: Our angle of a limb → OpenSim's, and its sign there. Bending is plus, as in the models of Rajagopal, OpenCap and
#: Pose2Sim; older ones (gait2392, Hamner) count the knee the other way.
LIMBS = {
    "hip_flexion": ("hip_flexion", 1.0),
    "hip_adduction": ("hip_adduction", 1.0),
    "hip_rotation": ("hip_rotation", 1.0),
    "knee_flexion": ("knee_angle", 1.0),
    "ankle_dorsiflexion": ("ankle_angle", 1.0),
    "ankle_inversion": ("subtalar_angle", 1.0),
    "toe_extension": ("mtp_angle", 1.0),
    "shoulder_flexion": ("arm_flex", 1.0),
    "shoulder_abduction": ("arm_add", -1.0),
    "shoulder_rotation": ("arm_rot", 1.0),
    "elbow_flexion": ("elbow_flex", 1.0),
}
