"""From what is asked to the excitation of each muscle: skill, noise, tremor, feedback."""
