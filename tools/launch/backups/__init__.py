"""Backups that are proved: a copy nobody has read back is a hope."""
