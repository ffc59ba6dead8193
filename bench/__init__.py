"""Measurements of speed and memory. Every figure stands beside a reference from the same run."""
