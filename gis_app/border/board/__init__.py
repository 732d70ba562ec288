"""The situation board: reports, the steps taken with them, who sees which, and how devices send theirs."""
