"""What became of old units, on pages: overlays computed by the worker, looked at, then stored once."""
