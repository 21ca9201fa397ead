"""From a target to octets: look-ups, attempts, the transport."""
