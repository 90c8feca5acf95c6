"""The rules of a plan. Plain values in, plain values out: no Django, no clock, no database."""
