"""Signing in by code or passkey, and a person's own details."""
