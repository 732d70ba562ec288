"""What provinces promised: published plans as versioned data; `records/` has one file per document."""
