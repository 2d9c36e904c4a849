"""Physical therapy for running injuries, from the first complaint back to full stride."""

__version__ = "0.1.0"
