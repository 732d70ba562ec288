"""Patrols: planned, done, and what of the line and of the incidents they covered. Suggestions only."""
