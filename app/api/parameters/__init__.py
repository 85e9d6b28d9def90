"""Query parameters: how they are read, described and echoed."""
