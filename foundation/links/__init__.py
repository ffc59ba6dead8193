"""Links to other sites in public records: where they stand, and whether they still open.

``collecting`` finds the addresses in live revisions, ``addresses`` says which of them may be visited at all,
``visiting`` knocks at them, ``checking`` does so for a bounded number in one run and keeps what was found.
"""
