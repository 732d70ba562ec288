"""The strip along the border: where a point stands on it, who answers for it, which communes belong to it."""
