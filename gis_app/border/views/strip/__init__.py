"""Pages of the border strip: the picture of a day, the rows behind it, where a point is."""
