"""``smtptui probe``: sessions without a screen."""
