"""What the installable page of a post needs: its shell, what a device knows, its map, the answers to reports.

The page works without a line, so nothing of an account stands in it: it is the same for everybody, and
fetches what belongs to an account once that account has signed in. What it keeps on the device is sealed with
the user's PIN (`static/js/border/field/sealing.js`); what it sends goes through `board/syncing.py`.
"""
