"""d.fire_explosion_weapon: serious fires, explosions and accidents; weapons, explosives, fireworks.

Three conditions are reported each; any one makes a commune a candidate. Offences with explosives count only
where the plan's wording names them.
"""

from __future__ import annotations

from gis_app.screening.rules.parts import Part, any_of
from gis_app.screening.rules.shape import Judgement, Question, Row, Rule
from gis_app.screening.wording import Text, both, listed

_BURNT = ("fire", "explosion")
_OFFENCES = {
    "weapon": Text("vũ khí quân dụng", "military weapons"),
    "explosive": Text("vật liệu nổ", "explosives"),
    "fireworks": Text("pháo", "fireworks"),
}


def judge(row: Row, question: Question) -> Judgement:
    """Met by deaths, by enough cases with consequences, or by an offence that was found."""
    known = question.reported(row["province_code"], *_BURNT)
    details = {"fires": row["fires"] if known else None, "other_accidents": row["accidents"]}
    parts = [_fatal(row, question, known), _serious(row, question, known), _offences(row, question)]
    return any_of(parts, details)


def _days(question: Question) -> dict[str, object]:
    return {"since": question.window.since, "last": question.window.last_day}


def _fatal(row: Row, question: Question, known: bool) -> Part:
    least = question.parameters["min_fatal"]
    if not known:
        reason = both(
            "Chưa có số liệu cháy, nổ từ {since} đến {last}.",
            "No figures on fires and explosions from {since} to {last}.",
            **_days(question),
        )
        return Part("fatal", None, None, least, "vụ", reason, ("incident:fire", "incident:explosion"))
    reason = both(
        "{fires} vụ cháy, nổ từ {since} đến {last}, trong đó {n} vụ có người chết (ngưỡng {least}).",
        "Fires and explosions from {since} to {last}: {fires}, with deaths: {n} (threshold {least}).",
        fires=row["fires"],
        n=row["fatal"],
        least=least,
        **_days(question),
    )
    if unknown := row["maybe_fatal"] - row["fatal"]:
        reason += both(
            "{n} vụ chưa rõ số người chết.", "Cases with an unknown number of deaths: {n}.", n=unknown
        )
    met = True if row["fatal"] >= least else None if row["maybe_fatal"] >= least else False
    return Part("fatal", met, row["fatal"], least, "vụ", reason, ("incident:fire:deaths",))


def _serious(row: Row, question: Question, known: bool) -> Part:
    least, accidents = question.parameters["min_serious"], row["accidents"] or 0
    value = row["serious"] + accidents
    others = Text("chưa có số liệu", "no figures")
    if row["accidents"] is not None:
        others = both("{n} vụ", "{n}", n=accidents)
    reason = both(
        "Có người chết hoặc bị thương: {n} vụ (ngưỡng {least}), kể cả tai nạn khác ({others}).",
        "With deaths or injuries: {n} (threshold {least}), other serious accidents ({others}) included.",
        n=value,
        least=least,
        others=others,
    )
    if value >= least:
        return Part("serious", True, value, least, "vụ", reason)
    if not known:
        return Part("serious", None, None, least, "vụ", reason, ("incident:fire", "incident:explosion"))
    met = None if row["maybe_serious"] + accidents >= least else False
    return Part("serious", met, value, least, "vụ", reason, ("incident:fire:injuries",))


def _offences(row: Row, question: Question) -> Part:
    """Count the offences that the plan names; one kind that was reported is enough to know of all."""
    covered = question.covered("incidents", RULE.needs["incidents"])
    named = {key: words for key, words in _OFFENCES.items() if key in covered}
    least = question.parameters["min_offences"]
    value = sum(row[key] for key in named)
    known = bool(named) and question.reported(row["province_code"], *named)
    if not known:
        reason = both(
            "Chưa có số liệu vi phạm về {what} từ {since} đến {last}.",
            "No figures on offences with {what} from {since} to {last}.",
            what=listed(list(named.values())),
            **_days(question),
        )
        missing = tuple(f"incident:{key}" for key in named)
        return Part("offences", None, None, least, "vụ", reason, missing)
    counts = [both("{what} {n}", "{what} {n}", what=words, n=row[key]) for key, words in named.items()]
    reason = both(
        "{n} vụ vi phạm từ {since} đến {last} ({counts}; ngưỡng {least}).",
        "Offences from {since} to {last}: {n} ({counts}; threshold {least}).",
        n=value,
        counts=listed(counts),
        least=least,
        **_days(question),
    )
    return Part("offences", value >= least, value, least, "vụ", reason)


RULE = Rule("fire_explosion_weapon", judge)
