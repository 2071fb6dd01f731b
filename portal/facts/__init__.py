"""Editing the municipality's facts: what its units do, its words and routines, and their translations."""
