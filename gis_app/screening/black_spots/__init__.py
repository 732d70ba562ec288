"""Places where crashes concentrate: how they are found is one module each; `spot.py` is what each gives."""
