"""What ``import smtptui`` offers: functions of text with plain frozen values; imported with its first use."""
