"""Incidents and sites as lists on the screen: narrowed, paged, with ways to map, editing and file."""
