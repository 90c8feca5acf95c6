"""Measured speed: `./run bench`. Never part of the tests, because a busy machine is not a fault in the code."""
