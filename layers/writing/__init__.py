"""Rows with a place on their way into a file: the counterpart of `layers.reading`."""
