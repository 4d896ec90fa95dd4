"""The view-models: one a screen. They translate the visit's state into words and touches into events."""
