"""A ranking of the communes that a screening found, offered as advice: the steering board decides.

* `places` orders communes by how many criteria they meet; nothing is weighed, and equals share a place;
* `stored` reads the places of a screening from what it stored;
* `variations` says which parameters are moved, and by how much;
* `stability` says what became of each place when they were;
* `computing` asks the criteria again for it, `working` does so in the worker, `asking` queues it;
* `reading` gives the page its rows.
"""
