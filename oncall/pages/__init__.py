"""What every page stands on: templates, assets, security headers, forms, error pages, the wall clock."""

from oncall.pages.navigation import Link
from oncall.pages.set_up import admit_machines, set_up

__all__ = ["Link", "admit_machines", "set_up"]
