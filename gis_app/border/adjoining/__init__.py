"""Two provinces on both sides of a boundary: each sees the counts of the other's areas, not its points."""
