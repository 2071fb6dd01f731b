"""Meetings: the hours in which staff can be booked, free times, and booking one of them."""
