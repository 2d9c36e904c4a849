"""The intake: what a runner says about themselves, one thing at a time, on a phone."""
