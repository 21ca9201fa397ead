"""A server to try things on, for both fronts."""
