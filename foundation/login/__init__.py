"""How staff log in: password and second factor, limits on tries, limits on sessions."""
