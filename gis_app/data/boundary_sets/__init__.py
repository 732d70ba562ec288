"""Pages of boundary sets: what does not fit, what a set replaces, what became of old units; and the acts."""
