"""REMEMBERS. The tables, what the database refuses, and rows read into the policy's facts."""
