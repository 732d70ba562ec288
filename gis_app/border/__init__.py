"""What border guards and police share: the strip along the border, who answers for which part of it."""
