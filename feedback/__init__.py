"""What citizens tell the center: enquiries, suggestions, complaints, ratings and opinions."""
