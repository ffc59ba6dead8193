"""What of guides is printed: the card, the booklet, the notice for one applicant, sheets for the notice board."""
