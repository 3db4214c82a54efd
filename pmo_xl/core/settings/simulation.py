"""How uncertainty is simulated: ``[simulation]`` in ``pmo.toml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pmo_xl.core.base.typed_toml import Strict

MOST_RUNS = 200_000

Share = Annotated[float, Field(ge=0, le=0.99)]


class SimulationSettings(Strict):
    """Runs, seed, distribution of three-point estimates, and how much estimates go together.

    ``within`` correlates the estimates of one project, ``between`` those of different projects (of normal scores, 0 to 0.99).
    """

    runs: Annotated[int, Field(ge=100, le=MOST_RUNS)] = 10_000
    seed: Annotated[int, Field(ge=0)] = 1
    distribution: Literal["pert", "triangular"] = "pert"
    within: Share = 0.3
    between: Share = 0.0
