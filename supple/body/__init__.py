"""The body: one articulated model that poses and knows which muscle is stretched.

Used when content is made, never by the site; docs/body.md explains it.
"""
