"""The pages of one incident and one site."""
