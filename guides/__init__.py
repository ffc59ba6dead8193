"""Service guides, and the exchange of the catalog with other systems."""
