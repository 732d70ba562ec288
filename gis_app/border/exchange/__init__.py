"""Packs for the authorities across the border: coarse, reviewed by a second person, complete in the record.

What leaves is decided by `selecting`, frozen and hashed by `preview`, approved by somebody else in
`reviewing`, which alone makes `files`. Of a report only its kind, its day and its square kilometre go there.
"""
