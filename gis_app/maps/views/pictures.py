"""Tiles of pictures from the air, cut along the jurisdiction of whoever asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.maps import pictures
from layers.reading.mercator import Tile
from layers.reading.tiles import MEDIA_TYPE, read_tile


@require_safe
def tile(request: HttpRequest, picture_id: int, z: int, x: int, y: int) -> HttpResponse:
    """Return one tile; the browser keeps it and asks each time whether it still holds."""
    picture = get_object_or_404(pictures.pictures(request.user), pk=picture_id)
    asked = Tile(z, x, y)
    if z > pictures.HIGHEST_ZOOM or not asked.exists or not picture.path.is_file():
        raise Http404(_("Không có phần ảnh này."))
    visible = pictures.visible_part(asked, request.user)
    etag = quote_etag(pictures.tag(picture, asked, visible))
    response = get_conditional_response(request, etag)
    if response is None:
        response = HttpResponse(read_tile(picture.path, asked, visible), content_type=MEDIA_TYPE)
    response["ETag"] = etag
    # Another account may sign in on the same machine: a kept tile is never shown unasked.
    response["Cache-Control"] = "private, no-cache"
    return response
