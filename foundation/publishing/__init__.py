"""One approved record, many faces: drafts, immutable revisions, and the rows that public pages read.

A record has two facts, not one status: which revision is live (if any), and the stage of its draft.
Editing never changes the public page.  Submitting writes an immutable candidate; a second person
releases exactly that candidate.
"""
