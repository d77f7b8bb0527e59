"""Decides. Pure Python: no framework, no disk, no clock; the day is always an argument."""
