"""HTTP itself: what every answer has, whatever it is about."""
