"""Sinks of the corpus other than pages."""
