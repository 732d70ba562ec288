"""Reports that a plan owes: their calendar, what was delivered, and the periodic report itself.

What is owed, by whom and until when is read from the plan (`PlanVersion.reporting_rules`), never
written here.
"""
