"""Lists as files: what may be shown, in the format and coordinate system that the reader needs."""
