"""A dialogue over a network: the only layer that opens sockets."""
