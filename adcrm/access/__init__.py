"""Who else may come in: keys for other programs."""
