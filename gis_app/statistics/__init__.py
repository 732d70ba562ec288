"""Hot-spot statistics on arrays and GeoDataFrames: no Django, no database, usable in a notebook.

    from gis_app.statistics.hot_spots import hot_spots
    from gis_app.statistics.neighbours import queen

    answer = hot_spots(communes["thefts"], queen(communes.geometry))
    if isinstance(answer, NotEnoughData):
        print(answer.sentence("vi"))
    else:
        communes["hot"] = answer.kind == 1

One module per statistic. Each answers `NotEnoughData` below its stated minimum; results are frozen, in the
order of the input, and say which units were left out. What a method says and does not say, in plain
Vietnamese and English, is in `gis_app.statistics.explaining`.

Observed statistics, clusters and tests come from esda, scikit-learn and scipy. What is written here is
written for a reason that its docstring gives. esda and scikit-learn take two seconds to import and are
imported where they are used, so that commands that need no statistics start quickly.
"""
