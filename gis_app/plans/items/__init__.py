"""A plan record as a list of items that people read and edit: parts, fields, and how values are written.

`kinds.py` writes and reads one value, `fields.py` says where it stands in an item, `parts.py` is the table of
all items of a record, `addressing.py` finds them, `differences.py` compares two records item by item.
"""
