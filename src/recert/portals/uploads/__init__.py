"""The upload desk and personal links: files come in, and nothing goes out."""
