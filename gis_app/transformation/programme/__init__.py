"""How far the whole programme of a plan has come: its shares, over the years and through boundary changes."""
