"""Handover: giving a participant, or a share of the caseload, to a colleague (överlämning)."""
