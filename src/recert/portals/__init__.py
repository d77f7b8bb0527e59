"""Portals answer: the doors through which people come, and the look they share."""
