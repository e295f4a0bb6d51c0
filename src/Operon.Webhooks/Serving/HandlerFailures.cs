using System.Net;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>What exceptions of handlers mean to the client.</summary>
internal static partial class HandlerFailures
{
    /// <summary>A refusal that says so in code and reason; for anything unforeseen the client learns the type, the log the rest.</summary>
    public static AdmissionStatus ToStatus(Exception exception, string path, string target, string uid, ILogger logger)
    {
        switch (exception)
        {
            case AdmissionDeniedException:
                return new AdmissionStatus { Code = HttpStatusCode.Forbidden, Reason = "Forbidden", Message = exception.Message };
            case KubernetesApiException refusal:
                return AdmissionStatus.Of(refusal);
            default:
                if (Panics.Include(exception))
                {
                    Panicked(logger, path, target, uid, exception);
                }
                else
                {
                    Failed(logger, path, target, uid, exception);
                }

                return new AdmissionStatus
                {
                    Code = HttpStatusCode.InternalServerError,
                    Reason = "InternalError",
                    Message = $"the webhook failed on {target} with {exception.GetType().Name}; its log has the details under the request {uid}",
                };
        }
    }

    [LoggerMessage(401, LogLevel.Error, "Webhook {Path} panicked on {Target}, request {Uid}")]
    private static partial void Panicked(ILogger logger, string path, string target, string uid, Exception exception);

    [LoggerMessage(402, LogLevel.Error, "Webhook {Path} failed on {Target}, request {Uid}")]
    private static partial void Failed(ILogger logger, string path, string target, string uid, Exception exception);
}
