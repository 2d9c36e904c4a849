"""Examination results by side: which test, how it is done, what it says at once."""
