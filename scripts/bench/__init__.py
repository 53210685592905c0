"""Measuring tools: made-up corpora of any size, and what search costs and finds on them. No part of the site needs them."""
