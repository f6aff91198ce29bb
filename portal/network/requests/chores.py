"""What the clock brings."""
