"""Versions in the making.

`saving.py` has the acts on a draft, `problems.py` says what is wrong with it, `bases.py` what each change
rests on, `publishing.py` makes it a version. A draft takes whatever is typed; only one without a problem is
published.
"""
