"""What to change: suggestions with their evidence, their record on past data, and what was decided about them."""
