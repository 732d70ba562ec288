"""The Leaflet pages, the data that feeds them and the map that can be handed over as one file."""
