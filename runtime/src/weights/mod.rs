//! Weights, measured by `scripts/weights`.
