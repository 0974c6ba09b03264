"""Where the work of a batch is done: in this process (inline), by processes (processes), on a Dask cluster (cluster).

plan.py makes tasks of the inputs, work.py does one task anywhere, and an engine carries tasks to workers and results
back in any order; the writer puts them into a fixed one.
"""
