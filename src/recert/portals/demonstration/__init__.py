"""The bar of the demonstration: somebody else's shoes, and another day."""
