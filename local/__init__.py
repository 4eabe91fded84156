"""The whole of it on one machine.

Never deployed.
"""
