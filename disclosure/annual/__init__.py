"""The annual report on information disclosure: formats, figures, identities, prose and faces.

Nothing in this package asks the database.
"""
