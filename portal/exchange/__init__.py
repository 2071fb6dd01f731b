"""What comes in from other systems: the municipality's file and the caseload file."""
