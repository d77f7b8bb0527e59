"""What anybody may ask: is this credential current, and since when."""
