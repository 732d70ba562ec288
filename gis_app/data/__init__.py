"""Which data are here, and how files come in: the pages and the background jobs of imports."""
