"""What a reply means: facts, articles, and the pure functions that search, compare and explain them."""
