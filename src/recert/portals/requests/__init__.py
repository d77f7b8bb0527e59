"""Requests: a question to the body, by whoever has one, and the thread that answers it."""
