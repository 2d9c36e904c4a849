"""The return to running of one episode: what the therapist set and signed, what was run, and what follows from both."""
