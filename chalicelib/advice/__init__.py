"""Advice about a case: next steps, replies, help pages, reports. It reads only and decides nothing."""
