"""Documents to stories; event mentions to events: block, compare, judge, cluster, assemble."""
