"""What the tests of Spark need: bare workers, a cluster, its processes, and the manual's code."""
