"""What falls while somebody works: the database, the disk, a worker."""
