"""Import and export of the catalog: one importer and one exporter behind command and back office.

A file is read (``reading``) into raw rows, one for each item with its guides below; a profile (``mapping``)
turns the rows of a foreign system into ours; ``planning`` compares them with the drafts and says what would
change; ``writing`` carries a plan out; ``importing``, ``releasing`` and ``exporting`` hold the verbs.
"""
