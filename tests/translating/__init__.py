"""The tools of translators: what is missing or stale, stamps, and the catalogues of words."""
