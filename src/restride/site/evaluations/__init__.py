"""The therapist's evaluation of a runner: computed from the newest case, stored as it was computed."""
