"""Key routes and areas of one matter, the measures applied on them, and the share that is covered."""
