"""Taking over a register that was kept elsewhere: its columns, the checks of its rows, and what was wrong with them."""
