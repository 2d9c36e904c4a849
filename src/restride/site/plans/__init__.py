"""Proposals, a therapist's edits, and signatures that freeze a plan."""
