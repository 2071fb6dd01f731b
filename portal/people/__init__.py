"""Participants and staff: who is whose contact person, and how they sign in."""
