namespace Operon.Cli.Scaffolding;

/// <summary>What every source file begins with.</summary>
internal static class LicenseHeader
{
    public static IReadOnlyList<string> Known { get; } = ["none", "apache2", "mit"];

    public static string Of(string license) => license switch
    {
        "none" => "",
        "apache2" => "// SPDX-License-Identifier: Apache-2.0\n\n",
        "mit" => "// SPDX-License-Identifier: MIT\n\n",
        _ => throw new CommandException($"--license is '{license}'; it must be one of: {string.Join(", ", Known)}."),
    };
}
