"""Decisions to words: for the runner in plain language, for the therapist in the profession's, with citations."""
