"""What a query finds in the segments: which documents, how good, how many, and with whom."""
