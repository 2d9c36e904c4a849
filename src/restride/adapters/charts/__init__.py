"""Pictures as SVG text: each with a title, a summary in words and the table behind it."""
