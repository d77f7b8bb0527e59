"""Outside: sends and fetches. One small module for each thing beyond the walls."""
