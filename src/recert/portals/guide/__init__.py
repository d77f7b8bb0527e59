"""The Recertification Guide: every edition's rules in plain words, and what differs between two."""
