"""The ground floor: what every app stands on; it knows no app."""
