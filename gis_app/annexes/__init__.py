"""The printed sheets: maps to a true scale in VN-2000 and the table of communes."""
