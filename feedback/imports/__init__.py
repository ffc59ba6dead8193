"""Messages that are taken over from another system."""
