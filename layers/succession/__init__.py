"""What became of old units: links from a decree table or an overlay, and figures carried over them."""
