using Operon.Cli.Building;
using Operon.Cli.Tests.Support;

namespace Operon.Cli.Tests.Building;

public sealed class ElfFileTests
{
    [Fact]
    public void A_program_names_its_loader_and_libraries()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF programs are Linux's.");
        var shell = ElfFile.Read(File.ResolveLinkTarget("/bin/sh", returnFinalTarget: true)?.FullName ?? "/bin/sh");
        Assert.Contains("ld-", shell.Interpreter, StringComparison.Ordinal);
        Assert.Contains(shell.Needed, name => name.StartsWith("libc.so", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_program_is_refused_by_its_name() =>
        Assert.Contains("LICENSE", Assert.Throws<CommandException>(() => ElfFile.Read(Path.Combine(Repository.Root, "LICENSE"))).Message, StringComparison.Ordinal);
}
