"""The library: everything the program knows, to search and to check. It reads the knowledge and nothing else."""
