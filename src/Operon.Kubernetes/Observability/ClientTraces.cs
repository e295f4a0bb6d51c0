using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Operon.Kubernetes;

/// <summary>One client span per call, its retries included. Source: <c>Operon.Kubernetes</c>; nothing is computed while nobody listens.</summary>
internal static class ClientTraces
{
    private static readonly ActivitySource _source = new("Operon.Kubernetes");

    public static Activity? Start(HttpRequestMessage request, Uri server)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var path = request.RequestUri is { IsAbsoluteUri: true } uri ? uri.PathAndQuery : request.RequestUri?.OriginalString ?? "";
        var isApply = request.Content?.Headers.ContentType?.MediaType == Patch.ApplyContentType;
        var target = RequestTarget.Parse(request.Method, path, isApply);
        var activity = _source.StartActivity($"{request.Method.Method} {target.Template}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("http.request.method", request.Method.Method);
            activity.SetTag("server.address", server.Host);
            activity.SetTag("server.port", server.Port);
            activity.SetTag("url.template", target.Template);
            activity.SetTag("url.path", path.Split('?')[0]);
            activity.SetTag("k8s.verb", target.Verb);
            Set(activity, "k8s.resource.group", target.Group);
            Set(activity, "k8s.resource.version", target.Version);
            Set(activity, "k8s.resource.name", target.Resource);
            Set(activity, "k8s.subresource", target.Subresource);
            Set(activity, "k8s.namespace.name", target.Namespace);
            Set(activity, "k8s.object.name", target.Name);
        }

        return activity;
    }

    public static void Stop(Activity? activity, HttpStatusCode code, int resends)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("http.response.status_code", (int)code);
        if (resends > 0)
        {
            activity.SetTag("http.request.resend_count", resends);
        }

        if ((int)code >= 400)
        {
            activity.SetTag("error.type", ((int)code).ToString(CultureInfo.InvariantCulture));
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    public static void Fail(Activity? activity, Exception exception)
    {
        if (activity is not null && exception is not KubernetesApiException)
        {
            activity.SetTag("error.type", exception.GetType().FullName);
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
        }
    }

    private static void Set(Activity activity, string name, string? value)
    {
        if (value is not null)
        {
            activity.SetTag(name, value);
        }
    }
}
