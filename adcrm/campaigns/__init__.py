"""Planned campaigns, and which campaigns of the platforms belong to them."""
