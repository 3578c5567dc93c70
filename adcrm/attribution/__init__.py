"""Which order came from which ad: one order, one credit, in every model."""
