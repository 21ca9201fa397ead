"""From a reply and what is known of its session to what it means: pure functions."""
