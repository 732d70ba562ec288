"""Diaban: the Django project, one package for each thing its users do."""
