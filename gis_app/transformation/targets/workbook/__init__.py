"""The Excel form of the targets: given out empty, read back, shown as a preview, stored once."""
