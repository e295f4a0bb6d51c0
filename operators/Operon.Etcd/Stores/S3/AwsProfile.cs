using Operon.Etcd.Objects;

namespace Operon.Etcd.Stores.S3;

/// <summary>The default profile of the two files the AWS tools keep: <c>credentials</c> and <c>config</c>.</summary>
internal sealed record AwsProfile(S3Credentials Credentials, string? Region)
{
    /// <summary>Throws <see cref="InvalidSpecException"/> that names the secret.</summary>
    public static AwsProfile Parse(string credentials, string? config, string secret)
    {
        var keys = Section(credentials, "default");
        var settings = config is null ? [] : Section(config, "default");
        return new AwsProfile(
            new S3Credentials(
                Required(keys, settings, "aws_access_key_id", secret),
                Required(keys, settings, "aws_secret_access_key", secret),
                keys.GetValueOrDefault("aws_session_token") ?? settings.GetValueOrDefault("aws_session_token")),
            settings.GetValueOrDefault("region") ?? keys.GetValueOrDefault("region"));
    }

    private static string Required(Dictionary<string, string> keys, Dictionary<string, string> settings, string name, string secret) =>
        (keys.GetValueOrDefault(name) ?? settings.GetValueOrDefault(name)) is { Length: > 0 } value
            ? value
            : throw new InvalidSpecException($"secret {secret}: its key \"credentials\" has no {name} in the section [default]");

    // Lines "name = value" under "[section]"; # and ; begin comments. Config files may call the section "profile default".
    private static Dictionary<string, string> Section(string text, string wanted)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isWanted = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                var name = line.Trim('[', ']').Trim();
                isWanted = name == wanted || name == $"profile {wanted}";
            }
            else if (isWanted && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                values[line[..equals].Trim()] = line[(equals + 1)..].Trim();
            }
        }

        return values;
    }
}
