"""Maker of the sample area: approximate communes and synthetic layers, from free data."""
