"""Sample content for a fictional city: shown by `make run`, never loaded in production."""
