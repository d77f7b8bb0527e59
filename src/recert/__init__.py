"""recert runs the recertification of a certification body."""
