using Microsoft.AspNetCore.Http;

namespace Operon.Runtime;

internal static class Texts
{
    public static Task AnswerAsync(HttpContext context, int code, string text, string mediaType = "text/plain; charset=utf-8")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = mediaType;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
