using Operon.ApiServer.Printing;
using Xunit;

namespace Operon.ApiServer.Tests.Printing;

public sealed class PodStateTests
{
    private const string Two = "\"spec\":{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]}";
    private const string WithInit = "\"spec\":{\"initContainers\":[{\"name\":\"i\"},{\"name\":\"j\"}],\"containers\":[{\"name\":\"a\"}]}";
    private const string WithSidecar = "\"spec\":{\"initContainers\":[{\"name\":\"i\",\"restartPolicy\":\"Always\"}],\"containers\":[{\"name\":\"a\"}]}";

    [Theory]
    [InlineData(Two, """{"phase":"Pending"}""", "Pending 0/2 0")]
    [InlineData(Two, """{"phase":"Failed","reason":"Evicted"}""", "Evicted 0/2 0")]
    [InlineData(Two, """{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}""", "SchedulingGated 0/2 0")]
    [InlineData(Two, """{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ContainerCreating"}}}]}""", "ContainerCreating 0/2 0")]
    [InlineData(Two, """{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}},{"ready":true,"state":{"running":{}},"restartCount":2}]}""", "Running 2/2 2")]
    [InlineData(Two, """{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}},{"state":{"waiting":{"reason":"CrashLoopBackOff"}},"restartCount":5}]}""", "CrashLoopBackOff 1/2 5")]
    [InlineData(Two, """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"state":{"terminated":{"reason":"Completed","exitCode":0}}},{"ready":true,"state":{"running":{}}}]}""", "Running 1/2 0")]
    [InlineData(Two, """{"phase":"Running","conditions":[{"type":"Ready","status":"False"}],"containerStatuses":[{"state":{"terminated":{"reason":"Completed","exitCode":0}}},{"ready":true,"state":{"running":{}}}]}""", "NotReady 1/2 0")]
    [InlineData(Two, """{"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"reason":"Completed"}}},{"state":{"terminated":{"reason":"Completed"}}}]}""", "Completed 0/2 0")]
    [InlineData(Two, """{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}},{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}""", "ExitCode:3 0/2 0")]
    [InlineData(Two, """{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"signal":9,"exitCode":137}}}]}""", "Signal:9 0/2 0")]
    [InlineData(WithInit, """{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"running":{}}},{"name":"j","state":{"waiting":{"reason":"PodInitializing"}}}]}""", "Init:0/2 0/1 0")]
    [InlineData(WithInit, """{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},{"name":"j","state":{"running":{}}}]}""", "Init:1/2 0/1 0")]
    [InlineData(WithInit, """{"phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""", "Init:CrashLoopBackOff 0/1 3")]
    [InlineData(WithInit, """{"phase":"Failed","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":1,"reason":"Error"}}}]}""", "Init:Error 0/1 0")]
    [InlineData(WithInit, """{"phase":"Failed","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":7}}}]}""", "Init:ExitCode:7 0/1 0")]
    [InlineData(WithSidecar, """{"phase":"Running","conditions":[{"type":"Initialized","status":"True"}],"initContainerStatuses":[{"name":"i","started":true,"ready":true,"restartCount":1,"state":{"running":{}}}],"containerStatuses":[{"name":"a","ready":true,"restartCount":1,"state":{"running":{}}}]}""", "Running 2/2 2")]
    public void Is_summed_up_as_the_real_server_does(string spec, string status, string expected) =>
        Assert.Equal(expected, Describe($$"""{"metadata":{},{{spec}},"status":{{status}} }"""));

    [Theory]
    [InlineData("""{"phase":"Running"}""", "Terminating 0/2 0")]
    [InlineData("""{"phase":"Running","reason":"NodeLost"}""", "Unknown 0/2 0")]
    [InlineData("""{"phase":"Succeeded"}""", "Succeeded 0/2 0")]
    public void Deletion_shows_unless_the_pod_has_finished(string status, string expected) =>
        Assert.Equal(expected, Describe($$"""{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},{{Two}},"status":{{status}} }"""));

    private static string Describe(string pod)
    {
        var state = PodState.Of(Tree.Map(pod));
        return $"{state.Status} {state.ReadyContainers}/{state.TotalContainers} {state.Restarts}";
    }
}
