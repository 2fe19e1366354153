"""Who is on duty now, as the service says."""

from oncall.service.duty import can_be_rung, first_owner, on_duty

__all__ = ["can_be_rung", "first_owner", "on_duty"]
