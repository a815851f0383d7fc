"""A small fictional web with planted truth, published on loopback in the real formats of the sources."""
