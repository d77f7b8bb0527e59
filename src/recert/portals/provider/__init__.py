"""The pages of who speaks for a provider: its classes, what it proposes, what it reports."""
