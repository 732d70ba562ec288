"""Hot-spot statistics on pages: asked for, computed by the worker, kept as records, worded for readers."""
