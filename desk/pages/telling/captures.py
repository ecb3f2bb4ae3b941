"""What a device or a picture says of when and where somebody acted, told beside the step it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from desk.pages.formats import distance, span, when
from desk.pages.telling.steps import Fact, Step
from desk.pages.translations import gettext as _
from dispatch.captures import KeptCapture

_AT_ONCE = timedelta(minutes=2)  # what came here sooner was not kept on the device


def with_captures(steps: Sequence[Step], kept: Sequence[KeptCapture], zone: ZoneInfo) -> tuple[Step, ...]:
    """The steps, each with what the device said as it was done; times in the zone of the city."""
    by_seq = {one.seq: one for one in kept if one.seq is not None}
    return tuple(
        replace(step, facts=(*step.facts, *_facts(by_seq[step.seq], zone))) if step.seq in by_seq else step
        for step in steps
    )


def of_pictures(kept: Sequence[KeptCapture], zone: ZoneInfo) -> Mapping[int, str]:
    """When and where pictures say that they were taken, in a line for each, by the id of its file."""
    return {
        one.file_id: _("；").join(fact.text for fact in _facts(one, zone))
        for one in kept
        if one.file_id is not None
    }


def where_said(kept: KeptCapture) -> str:
    """Where it was, how exactly the device knew, and how far from the case: `25.43012, 119.01023，…`."""
    said = kept.captured
    if said.lon is None or said.lat is None:
        return _("没有给出位置")
    parts = [f"{said.lat:.5f}, {said.lon:.5f}"]
    if said.accuracy_m is not None:
        parts.append(_("误差约 %(distance)s") % {"distance": distance(said.accuracy_m)})
    if kept.from_case_m is not None:
        parts.append(_("距案件地点 %(distance)s") % {"distance": distance(kept.from_case_m)})
    return _("，").join(parts)


def _facts(kept: KeptCapture, zone: ZoneInfo) -> tuple[Fact, ...]:
    where = Fact(_("设备位置"), where_said(kept))
    said = kept.captured
    if said.at is None:
        return (where,)
    at = when(said.at - timedelta(milliseconds=said.ahead_ms), zone)
    if kept.seq is not None and kept.waited >= _AT_ONCE:
        at = _("%(at)s（%(span)s后送达）") % {"at": at, "span": span(kept.waited)}
    return (Fact(_("设备时间"), at), where)
