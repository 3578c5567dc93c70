"""Leads: the ranked list, one person's track, who calls whom and what came of it. Scores come from the scoring room."""
