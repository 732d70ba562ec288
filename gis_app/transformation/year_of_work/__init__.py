"""What was done in an area in its year: measures, models of mass participation, documents."""
