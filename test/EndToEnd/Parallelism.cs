// Most of the time is spent waiting for processes, so there is room for one collection more than there are cores.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]
