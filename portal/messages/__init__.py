"""Messages: one conversation per participant, whose turn it is in it, and by when she gets an answer."""
