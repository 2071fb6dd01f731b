"""What the municipality states about the portal: accessibility, with a way to report faults, and privacy."""
