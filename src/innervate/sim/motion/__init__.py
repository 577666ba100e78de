"""Joints in motion, and what an IMU, a camera and a microphone see and hear of it."""
