"""The look as parts: template tags, their small templates, drawings as data."""
