"""The report of one movement test as a page: numbers, key frames, every repetition, what goes into the exam."""
