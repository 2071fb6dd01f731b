"""Plans, goals and steps: what is next, whose turn it is, and what she answers."""
