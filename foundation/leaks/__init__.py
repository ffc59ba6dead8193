"""What a file says beyond what its reader sees: one module for each kind of file, and the process they run in.

Nothing here knows the database.  `foundation.leak_check` is the door.
"""
