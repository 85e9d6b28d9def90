"""The inner loops of what is told of texts, in C, and how they are called."""
