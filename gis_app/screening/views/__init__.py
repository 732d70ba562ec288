"""Pages: run and list screenings; read the findings of one."""
