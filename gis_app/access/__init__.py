"""Who may see and do what: agencies, accounts, roles, jurisdictions, the audit trail."""
