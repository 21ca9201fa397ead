"""What is made from the program and shipped with it."""
