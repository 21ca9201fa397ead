"""The screens of the explorer: each arranges widgets and passes messages between them."""
