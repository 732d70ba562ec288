"""Views of the data pages; they only translate HTTP."""
