"""Pictures of the body: one figure, dressed, in any posture, from any side."""
