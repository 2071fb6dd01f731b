"""What a person is to be told outside the portal, and when."""
