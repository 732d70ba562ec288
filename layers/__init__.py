"""Everything that has a place: boundaries, incidents, sites, lines, indicators."""
