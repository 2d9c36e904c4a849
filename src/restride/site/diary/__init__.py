"""What the runner did and how it felt."""
