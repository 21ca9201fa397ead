"""What the user chooses (config) and what the program remembers by itself (state)."""
