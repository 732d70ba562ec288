"""The success rule of a plan, computed for one area: every step shown, unknown told from not met."""
