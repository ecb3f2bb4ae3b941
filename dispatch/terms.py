"""What the published version of an item or incident class lets be done with a case, and in what time."""

from dataclasses import dataclass

from dispatch.rules.case_facts import MatterFacts
from dispatch.rules.clock_keeping import Limits


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one version: what rules ask of the matter, and the limits its clocks get."""

    facts: MatterFacts
    limits: Limits
