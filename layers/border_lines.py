"""A better drawing of the border takes the place of another from a day on.

`BorderLine.objects.on(date)` answers which drawings are in use; what is measured from them and kept, as the
outer edges of communes are, is made anew when that changes.
"""

from __future__ import annotations

from django.db import transaction

from layers.boundary_sets.afterwards import ground_changed
from layers.models import SupersededLine


@transaction.atomic
def replace_line(record: SupersededLine) -> SupersededLine:
    """Store which drawing takes the place of which, new or changed, and return it."""
    record.save()
    ground_changed()
    return record
