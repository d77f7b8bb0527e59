"""Template tags of the portals; loaded with ``{% load recert %}``."""
