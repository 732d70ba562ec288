"""What a person asks of a ranking: compute its stability, compute it again. Each is decided under a lock."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.screening.models import Screening
from gis_app.screening.ranking.computing import RankingRefusedError
from gis_app.screening.ranking.models import Ranking
from gis_app.screening.tasks import compute_ranking
from gis_app.screening.wording import page_language

State = Ranking.State


@transaction.atomic
def ask(screening: Screening, account: Account) -> Ranking:
    """Put the stability of a screening's ranking into the queue; again after a refusal or interruption.

    Raises:
        RankingRefusedError: it waits already, or is computed.
    """
    # Whoever asks at the same moment waits here, and then finds the work. The screening itself never changes.
    Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    ranking = Ranking.objects.filter(screening=screening).first()
    if ranking is None:
        ranking = Ranking(screening=screening)
    elif ranking.state in {State.WAITING, State.COMPUTED}:
        raise RankingRefusedError(
            _("Độ ổn định của lần rà soát này %(state)s; không cần yêu cầu thêm.")
            % {"state": ranking.get_state_display()}
        )
    ranking.account, ranking.language = account, page_language()
    ranking.state, ranking.sentence = State.WAITING, ""
    ranking.done = ranking.total = 0
    ranking.save()
    ranking.task_id = str(compute_ranking.enqueue(ranking.pk).id)
    ranking.save(update_fields=["task_id"])
    return ranking
