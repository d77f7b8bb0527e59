"""The reviewers' pages: queue, case, decision."""
