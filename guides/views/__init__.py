"""Pages of the guides: for the public, on paper, and for staff."""
