"""What happened since: the diary as the therapist reads it, and where the whole episode stands."""
