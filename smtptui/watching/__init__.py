"""What a session shows, without a screen: its events folded into rows, each with its explanation."""
