"""Two codes side by side."""
