"""The approval-item catalog."""
