"""The pages of reports. They only translate HTTP; the rules live in the modules above."""
