"""Films that the program makes itself: the drawn runner and exercise figures, as video files."""
