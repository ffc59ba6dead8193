"""Search in Chinese on plain PostgreSQL: whatever people type finds what the site holds.

Texts are cut into pairs of neighbouring characters and written straight into ``tsvector`` literals, so no parser and
no locale of the server is involved and every piece of two characters is found.  Everything clever happens to the query:
official words for citizens' words, pinyin, slips of the pen, questions.  Modules, from the ground up: ``folding``,
``tokens``, ``pinyin``, ``words``, ``models``, ``lexicon`` (what is known of words), ``spelling``, ``query``,
``documents`` and ``index``, ``engine``, ``snippet``, ``suggest``; ``kinds`` (what apps bring), ``upkeep``,
``synonyms``, ``quality``.
"""
