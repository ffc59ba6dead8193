"""How the site is used, for the departments that write it: what is read, found, voted on and searched in vain."""
