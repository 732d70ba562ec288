"""The sample area that a new installation starts with: approximate boundaries, synthetic everything else.

It comes in through the same import functions as an office's own files.
"""
