"""Addresses of the statistics, below /statistics/."""

from django.urls import path

from gis_app.hotspots.views import asking, results

urlpatterns = [
    path("", asking.statistics, name="statistics"),
    path("new/<slug:method>/", asking.new, name="statistic_new"),
    path("runs/<int:run_id>/", results.page, name="statistic"),
    path("runs/<int:run_id>/progress/", results.progress, name="statistic_progress"),
    path("runs/<int:run_id>/again/", results.again, name="statistic_again"),
    path("runs/<int:run_id>/colours.json", results.colours, name="statistic_colours"),
    path("runs/<int:run_id>/picture.png", results.picture, name="statistic_picture"),
    path("runs/<int:run_id>/density.tif", results.geotiff, name="statistic_geotiff"),
]
