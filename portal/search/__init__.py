"""Searching the site as a whole: what the page shows (``results``), what is counted, and what staff do about it.

``synonyms`` and ``queries`` are pages for staff, ``previews`` tells what a change of the synonym table changes, and
``desk`` is what side bar and work desk show of all this.
"""
