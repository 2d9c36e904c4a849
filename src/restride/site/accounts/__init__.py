"""Who works here, for which clinic, in which role, and who may reach what."""
