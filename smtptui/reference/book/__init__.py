"""What the reference holds: facts and articles as values, and the catalogue that reads them."""
