"""Stopping reminders by the link in each, without a sign-in."""
