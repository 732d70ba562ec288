"""Correcting by hand what is on the map, one incident or site at a time."""
