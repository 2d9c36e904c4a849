"""The self-hosted site: carries cases and decisions between people and the pure functions of Restride."""
