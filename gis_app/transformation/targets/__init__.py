"""The targets of an area: figures entered, confirmed or sent back, and how far the year has got."""
