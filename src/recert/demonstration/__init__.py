"""The people of the demonstration, and what they lived through: made by the same actions as any."""
