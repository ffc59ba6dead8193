"""Tables from people's files: CSV and Excel, read with care and written so that no spreadsheet computes a text.

A file (``sources``) is looked through (``archives``) and read into sheets (``csv_format``, ``xlsx_format``); each
cell becomes a value without a guess (``cells``), or a sentence says what belongs there (``problems``).
"""
