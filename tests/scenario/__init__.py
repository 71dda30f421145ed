"""Cases answered in words: grading, and the dialogue around it."""
