"""Sessions that follow a script, without anybody who types: one, or many beside each other."""
