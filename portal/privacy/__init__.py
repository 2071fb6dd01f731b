"""Who has read a participant's data."""
