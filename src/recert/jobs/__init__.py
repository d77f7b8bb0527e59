"""What happens by itself: decisions take effect, notices go out, documents are made.

`table` says what and how often, `working` is the worker's loop, each other module does one thing.
"""
