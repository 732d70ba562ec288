"""What became of old units, on pages: overlays computed by the worker, looked at, stored once or not at all."""
