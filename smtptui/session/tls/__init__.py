"""TLS: its policy, the upgrade from plaintext, certificates in words."""
