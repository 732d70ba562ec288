"""Seals over decisions: a chain in which every link holds the one before, so that a change shows.

There is **one chain for the whole installation**, not one per plan or year: a chain of its own could be
removed together with its year without a trace, while a hole in the common one breaks every later link.

* `forms`: what is sealed, as text, in numbered forms that never change.
* `chain`: adding a link, in the transaction of the decision.
* `verifying`: what no longer agrees, asked by `manage.py doctor` and by the page of a decision.

What is found: a changed, removed, added or swapped decision, line or seal, as long as one copy of a seal
outside the table of seals is left: the history of the database keeps one of each link, every annex prints the
newest and its print log keeps it. What is not found: a tail of the chain removed together with its history
and with the log of every print that bore it. Then only the sheets of paper tell, and `manage.py doctor`
prints
the newest seal so that it can be held against them.
"""
