"""The catalogue for everybody: find a class, see whether it counts, plan it."""
