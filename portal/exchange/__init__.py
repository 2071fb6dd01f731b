"""What comes in from other systems: the municipality's file, the caseload file, and questionnaires of its own."""
