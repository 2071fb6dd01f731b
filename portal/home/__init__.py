"""The first screen: what is next, whose turn it is, whom to turn to, where she stands, and what is new."""
