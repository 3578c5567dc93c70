"""The ad channels: which platforms there are, and one file for how each one's exports read."""
