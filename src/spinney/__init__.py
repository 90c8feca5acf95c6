"""Spinney: an open platform for Individual Support Plans in English schools."""
