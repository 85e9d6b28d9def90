"""The format of a segment: how its arrays are made, merged, written and checked."""
