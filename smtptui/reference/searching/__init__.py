"""Finding an entry by number, word or pattern."""
