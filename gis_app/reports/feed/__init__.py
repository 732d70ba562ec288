"""Deadlines in the calendar program of an office: an address of one's own, and what it answers."""
