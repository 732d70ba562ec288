"""The pages of the cycle. They only translate HTTP; the rules live in the modules above."""
