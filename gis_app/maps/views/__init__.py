"""HTTP for the overview, the map and the commune page; what they show is decided in the modules above."""
