"""The officers' pages: payments, providers, editions."""
