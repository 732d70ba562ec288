"""The yearly cycle: selection under the cap, decisions, the year, its result, relapse."""
