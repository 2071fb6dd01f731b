"""Brukarfeedback: what participants say helped and did not, and results that nobody can be found in."""
