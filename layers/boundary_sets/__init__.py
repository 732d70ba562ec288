"""The life of a boundary set: staged with a report, repaired, refused, put into force, taken out of it."""
