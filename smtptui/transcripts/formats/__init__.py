"""A file for each family of text formats: logs, debug output, bounces."""
