"""Making a paper anew: of what was sent only what it shows is kept. It runs in a process of its own (`remaking`)."""
