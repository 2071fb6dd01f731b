"""What those who run the portal do: serve, show, migrate, check, back up, and invite people."""
