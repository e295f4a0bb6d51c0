// Each collection starts clusters of real processes, which mostly wait: two at a time keep two cores busy, more would only wait for each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 2)]
