"""Sessions as files: JSON Lines, a header and then an event a line, written as they happen and read again."""
