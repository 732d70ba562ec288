"""Lists of incidents and sites on the screen."""
