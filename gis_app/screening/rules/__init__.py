"""One module per criterion of group d (các tiêu chí khác), all of one shape."""
