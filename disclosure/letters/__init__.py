"""The letters of a request as text: what may stand in them, and the exact words of the law."""
