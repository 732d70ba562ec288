"""An import taken back as a whole: asked for on its page, done by the worker."""
