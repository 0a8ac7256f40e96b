"""Store: the only room that speaks SQL."""
