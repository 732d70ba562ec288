"""The map to hand over: one HTML file that opens anywhere, with no network."""
