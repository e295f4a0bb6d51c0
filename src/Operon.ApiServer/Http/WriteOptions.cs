using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Http;

/// <summary>Reads the query parameters every write has.</summary>
internal static class WriteOptions
{
    public static WriteContext Read(RequestContext context)
    {
        var dryRun = context.Http.Request.Query["dryRun"].OfType<string>().ToList();
        if (dryRun.Any(value => value is not ("All" or "")))
        {
            throw Refusal.Invalid("meta.k8s.io", "CreateOptions", "", [FieldError.NotSupported("dryRun", $"\"{string.Join(',', dryRun)}\"", ["All"])]);
        }

        var validation = context.Query("fieldValidation");
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
        {
            throw Refusal.Invalid("meta.k8s.io", "CreateOptions", "", [FieldError.NotSupported("fieldValidation", $"\"{validation}\"", ["", "Ignore", "Strict", "Warn"])]);
        }

        var manager = context.Query("fieldManager");
        if (manager.Length > 128)
        {
            throw Refusal.Invalid("meta.k8s.io", "CreateOptions", "", [FieldError.TooLong("fieldManager", 128)]);
        }

        return new WriteContext(context.User, manager.Length > 0 ? manager : context.UserAgentName, context.Warnings)
        {
            DryRun = dryRun.Contains("All"),
            FieldValidation = validation.Length > 0 ? validation : "Warn",
            Force = ListOptions.IsTrue(context.Query("force")),
            Given = (manager, validation),
            Aborted = context.Aborted,
        };
    }
}
