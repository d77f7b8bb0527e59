"""The certificant's own pages."""
