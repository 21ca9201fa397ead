"""AUTH (RFC 4954): one exchange, its base64, and the mechanisms small enough to be written out."""
