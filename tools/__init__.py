"""Programs for those who run and build Spinney. Not part of the service."""
