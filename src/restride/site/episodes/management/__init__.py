"""Commands of the site's administration."""
