"""Speed, measured. Nothing here is asserted; targets are printed beside what was found."""
