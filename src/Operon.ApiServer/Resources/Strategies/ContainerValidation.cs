using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The rules of one container.</summary>
internal static partial class ContainerValidation
{
    private static readonly string[] s_handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

    public static void Check(JsonObject container, string path, Dictionary<string, JsonObject> volumes, List<FieldError> errors, bool isInit)
    {
        errors.Name($"{path}.name", container["name"], NameRule.Label);
        var image = container.Text("image");
        if (string.IsNullOrEmpty(image))
        {
            errors.Required($"{path}.image");
        }
        else if (image.Trim().Length != image.Length)
        {
            errors.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }
        errors.OneOf(container, path, "imagePullPolicy", "Always", "IfNotPresent", "Never");
        errors.OneOf(container, path, "terminationMessagePolicy", "File", "FallbackToLogsOnError");
        CheckPorts(container, path, errors);
        CheckEnvironment(container, path, errors);
        CheckMounts(container, path, volumes, errors);
        CheckResources(container.Map("resources"), $"{path}.resources", errors);
        var sidecar = isInit && container.Text("restartPolicy") == "Always";
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Map(name) is not { } probe)
            {
                continue;
            }
            if (isInit && !sidecar)
            {
                errors.Forbidden($"{path}.{name}", "may not be set for init containers without restartPolicy=Always");
                continue;
            }
            CheckHandler(probe, $"{path}.{name}", errors);
            errors.NotNegative(probe, $"{path}.{name}", "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");
            if (name != "readinessProbe" && probe.Number("successThreshold") is not (null or 1))
            {
                errors.Invalid($"{path}.{name}.successThreshold", probe["successThreshold"], "must be 1");
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (container.Map("lifecycle").Map(name) is { } handler)
            {
                CheckHandler(handler, $"{path}.lifecycle.{name}", errors);
            }
        }
    }

    public static void CheckResources(JsonObject? resources, string path, List<FieldError> errors)
    {
        foreach (var side in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, value) in resources.Map(side) ?? [])
            {
                var field = $"{path}.{side}[{name}]";
                var amount = Quantity.Parse(value.AsText() ?? value?.ToJsonString());
                if (amount is null)
                {
                    errors.Invalid(field, value, "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
                }
                else if (amount < 0)
                {
                    errors.Invalid(field, value, "must be greater than or equal to 0");
                }
                else if (side == "requests" && resources.Map("limits")?[name] is { } limit
                    && amount > Quantity.Parse(limit.AsText() ?? limit.ToJsonString()))
                {
                    errors.Invalid($"{path}.requests", value, $"must be less than or equal to {name} limit of {limit.AsText() ?? limit.ToJsonString()}");
                }
            }
        }
    }

    private static void CheckPorts(JsonObject container, string path, List<FieldError> errors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        var index = 0;
        foreach (var port in container.Maps("ports"))
        {
            var field = $"{path}.ports[{index++}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                if (PortNameError(name) is { } problem)
                {
                    errors.Invalid($"{field}.name", name, problem);
                }
                if (!names.Add(name))
                {
                    errors.Duplicate($"{field}.name", name);
                }
            }
            if (port.Number("containerPort") is null or 0)
            {
                errors.Required($"{field}.containerPort");
            }
            errors.Port($"{field}.containerPort", port.Number("containerPort") == 0 ? null : port["containerPort"]);
            errors.Port($"{field}.hostPort", port.Number("hostPort") == 0 ? null : port["hostPort"]);
            errors.OneOf(port, field, "protocol", "SCTP", "TCP", "UDP");
        }
    }

    public static string? PortNameError(string name) =>
        name.Length > 15 ? "must be no more than 15 characters"
        : !PortName().IsMatch(name) ? "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"
        : !name.Any(char.IsAsciiLetterLower) ? "must contain at least one letter (a-z)"
        : name.Contains("--", StringComparison.Ordinal) ? "must not contain consecutive hyphens"
        : name[0] == '-' || name[^1] == '-' ? "must not begin or end with a hyphen"
        : null;

    private static void CheckEnvironment(JsonObject container, string path, List<FieldError> errors)
    {
        var index = 0;
        foreach (var variable in container.Maps("env"))
        {
            var field = $"{path}.env[{index++}]";
            var name = variable.Text("name");
            if (string.IsNullOrEmpty(name))
            {
                errors.Required($"{field}.name");
            }
            else if (!EnvironmentName().IsMatch(name))
            {
                errors.Invalid($"{field}.name", name, "a valid environment variable name must consist only of printable ASCII characters other than '='");
            }
            if (variable.Map("valueFrom") is { } source)
            {
                if (!string.IsNullOrEmpty(variable.Text("value")))
                {
                    errors.Invalid($"{field}.valueFrom", "", "may not be specified when `value` is not empty");
                }
                var sources = source.Count(member => member.Value is not null);
                if (sources != 1)
                {
                    errors.Invalid(
                        $"{field}.valueFrom",
                        sources == 0 ? "" : source,
                        sources == 0 ? "must specify one of: `configMapKeyRef`, `fieldRef`, `fileKeyRef`, `resourceFieldRef` or `secretKeyRef`" : "may not have more than one field specified at a time");
                }
            }
        }
    }

    private static void CheckMounts(JsonObject container, string path, Dictionary<string, JsonObject> volumes, List<FieldError> errors)
    {
        HashSet<string> places = new(StringComparer.Ordinal);
        var index = 0;
        foreach (var mount in container.Maps("volumeMounts"))
        {
            var field = $"{path}.volumeMounts[{index++}]";
            if (mount.Text("name") is not { Length: > 0 } name)
            {
                errors.Required($"{field}.name");
            }
            else if (!volumes.ContainsKey(name))
            {
                errors.NotFound($"{field}.name", name);
            }
            if (mount.Text("mountPath") is not { Length: > 0 } place)
            {
                errors.Required($"{field}.mountPath");
            }
            else if (!places.Add(place))
            {
                errors.Invalid($"{field}.mountPath", place, "must be unique");
            }
            if (mount.Text("subPath") is { } subPath && (subPath.StartsWith('/') || subPath.Split('/').Contains("..")))
            {
                errors.Invalid($"{field}.subPath", subPath, subPath.StartsWith('/') ? "must be a relative path" : "must not contain '..'");
            }
        }
    }

    private static void CheckHandler(JsonObject handler, string path, List<FieldError> errors)
    {
        var kinds = s_handlers.Append("sleep").Where(handler.Has).ToArray();
        if (kinds.Length == 0)
        {
            errors.Required(path, "must specify a handler type");
        }
        foreach (var extra in kinds.Skip(1))
        {
            errors.Forbidden($"{path}.{extra}", "may not specify more than 1 handler type");
        }
        foreach (var kind in kinds.Where(kind => kind is "httpGet" or "tcpSocket" or "grpc"))
        {
            var port = handler.Map(kind)?["port"];
            if (port.AsText() is { } name)
            {
                if (PortNameError(name) is { } problem)
                {
                    errors.Invalid($"{path}.{kind}.port", name, problem);
                }
            }
            else if (port is null)
            {
                errors.Required($"{path}.{kind}.port");
            }
            else
            {
                errors.Port($"{path}.{kind}.port", port);
            }
        }
        if (handler.Map("exec") is { } exec && !exec.Texts("command").Any())
        {
            errors.Required($"{path}.exec.command");
        }
    }

    [GeneratedRegex(@"^[-a-z0-9]+\z")]
    private static partial Regex PortName();

    [GeneratedRegex(@"^[ -<>-~]+\z")]
    private static partial Regex EnvironmentName();
}
