"""Who hears of it."""
