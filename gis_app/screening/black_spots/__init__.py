"""Places where crashes concentrate (điểm đen, nơi thường xảy ra tai nạn), and those where they may.

* `lines`, `junctions`, `network`: the road layer as a graph, with addresses in metres and chainages;
* `snapping`: each crash on the nearest road;
* `reach`, `windows`: all windows that slide over the network; `planar`: circles where there is no road;
* `severity`, `grouping`: windows that reach the severity rule, and those that overlap as one spot;
* `stretches`, `describing`: from which kilometre to which, with what consequences;
* `reading`, `finding`: the database, and all of it in one call.

Everything but `reading` works on arrays. What may be set: lengths by `kinds.yaml`, the severity rule by
`severity.yaml`, the numbers of both by the parameters of `d.traffic`.
"""
