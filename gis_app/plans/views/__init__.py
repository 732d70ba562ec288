"""The pages of the plans and of their drafts."""
