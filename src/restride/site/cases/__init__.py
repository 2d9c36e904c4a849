"""The case in the therapist's hands: what was answered, what is unknown, and every part to be corrected."""
