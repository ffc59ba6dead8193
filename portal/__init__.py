"""The roof: settings, URLs, home page, site-wide pages and the commands that touch every app."""
