"""An evaluation as it came out: kept as figures and keys, read back as the same steps.

What was counted is kept by primary key: results, judgements and plan versions never change. The sentences are
made when it is read.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from gis_app.access.models import Account
from gis_app.access.roles import Action
from gis_app.transformation.evaluating.computing import (
    Computed,
    ConditionStep,
    How,
    Outcome,
    evaluation_of,
    words_of,
)
from gis_app.transformation.evaluating.counting import Standing, count
from gis_app.transformation.evaluating.reducing import Fall, Window
from gis_app.transformation.models import Decision, Evaluation, Judgement, KeyArea, TargetResult
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import require
from gis_app.transformation.targets.entering import load_open
from gis_app.transformation.targets.progress import TargetProgress
from gis_app.transformation.targets.versions import targets_of


@transaction.atomic
def evaluate(area: KeyArea, on: datetime.date, account: Account | None) -> Evaluation:
    """Compute the success rule as of a day and keep the steps, while the year runs.

    Raises:
        RefusedError: the work has not begun, or the year of the area is closed.
        PermissionDenied: for a role that may not decide.
    """
    require(account, Action.DECIDE)
    lock(area.plan_year)
    return keep(evaluation_of(load_open(area, account), on), account)


def keep(
    computed: Computed,
    account: Account | None,
    *,
    decision: Decision | None = None,
    difference_reason: str = "",
) -> Evaluation:
    """Store one computation; the caller holds the lock on the plan year."""
    return Evaluation.objects.create(
        area=computed.area,
        plan_version=computed.version,
        on=computed.on,
        steps=_kept(computed),
        outcome=computed.outcome,
        decision=decision,
        difference_reason=difference_reason,
        computed_by=account,
    )


def read_back(evaluation: Evaluation) -> Computed:
    """Return the steps of an evaluation as they were when it was kept."""
    version, steps = evaluation.plan_version, evaluation.steps
    results = TargetResult.objects.select_related("entered_by", "reviewed_by").in_bulk(
        [kept["result"] for kept in steps["targets"].values() if kept["result"]]
    )
    rows = []
    for target in targets_of(version):
        kept = steps["targets"][target.id]
        result = results.get(kept["result"])
        rows.append(TargetProgress(target, Standing(kept["standing"]), result, result))
    rule = version.success_rule
    return Computed(
        evaluation.area,
        version,
        evaluation.on,
        rule,
        rows,
        count(rule, [(row.target, row.standing) for row in rows if row.target.counts]) if rule else None,
        [_condition(evaluation, kept) for kept in steps["conditions"]],
        Outcome(evaluation.outcome),
    )


def _kept(computed: Computed) -> dict[str, Any]:
    return {
        "targets": {
            row.target.id: {
                "standing": row.standing.value,
                "result": row.result.pk if row.result else None,
            }
            for row in computed.rows
        },
        "conditions": [_kept_condition(step) for step in computed.conditions],
    }


def _kept_condition(step: ConditionStep) -> dict[str, Any]:
    window = [step.window.since.isoformat(), step.window.until.isoformat()] if step.window else None
    return {
        "key": step.key,
        "holds": step.holds,
        "how": step.how.value,
        "computed": step.computed,
        "judgement": step.judgement.pk if step.judgement else None,
        "window": window,
        "falls": [[fall.key, fall.now, fall.base, fall.by] for fall in step.falls],
    }


def _condition(evaluation: Evaluation, kept: dict[str, Any]) -> ConditionStep:
    judgements = Judgement.objects.select_related("recorded_by")
    return ConditionStep(
        kept["key"],
        *words_of(evaluation.plan_version, kept["key"]),
        holds=kept["holds"],
        how=How(kept["how"]),
        computed=kept["computed"],
        judgement=judgements.get(pk=kept["judgement"]) if kept["judgement"] else None,
        window=Window(*map(datetime.date.fromisoformat, kept["window"])) if kept["window"] else None,
        falls=[Fall(*fall) for fall in kept["falls"]],
    )
