"""Supple looks after a lower back: careful questions, a safe plan, and its reasons."""
