"""The morning's sheet of an agency: reports, what waits, patrols, gaps, incidents, neighbours; one page."""
