"""What the runner has really run: activity files in, run records, changes of shoes and surface, the calendar feed."""
