"""Attaché: the search API for annotated articles."""

__version__ = "0.1.0"
