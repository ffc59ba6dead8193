"""System checks: what would go wrong later is said at start."""
