"""Pages of the border, one module per page."""
