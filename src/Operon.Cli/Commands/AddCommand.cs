using System.CommandLine;

namespace Operon.Cli.Commands;

/// <summary><c>operon add api|controller|webhook</c>.</summary>
internal static class AddCommand
{
    public static Command Create() => new("add", "Add a kind, a controller or a webhook to the project of this folder.")
    {
        AddApiCommand.Create(),
        AddControllerCommand.Create(),
        AddWebhookCommand.Create(),
    };
}
