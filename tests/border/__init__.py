"""The border: strip, responsibilities, what the forces share."""
