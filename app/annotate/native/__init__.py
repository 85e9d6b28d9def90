"""The inner loops of the extraction in C, and how they are called."""
