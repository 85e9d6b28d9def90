"""The inner loops of a search, in C."""
