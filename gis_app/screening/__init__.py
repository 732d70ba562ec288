"""Which communes are candidates for the year, under each criterion of a plan, and why."""
