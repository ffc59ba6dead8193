"""How long personal data is kept, what goes when the time is over or the person asks, and what stays."""
