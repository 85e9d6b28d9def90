"""The commands of `attache`, by what they are about. Each imports what it needs itself, so that all start at once."""
