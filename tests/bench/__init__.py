"""What the tutor costs, each figure beside that of the least that could do the same."""
