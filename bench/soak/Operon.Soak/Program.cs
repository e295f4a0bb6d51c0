using System.Globalization;
using Operon.Soak;

var minutes = 30.0;
var seed = Environment.TickCount;
if ((args.Length > 0 && (!double.TryParse(args[0], CultureInfo.InvariantCulture, out minutes) || minutes <= 0))
    || (args.Length > 1 && !int.TryParse(args[1], CultureInfo.InvariantCulture, out seed)))
{
    Console.Error.WriteLine("usage: soak.sh [minutes (default 30)] [seed, a whole number, of an earlier run]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var report = await new SoakRun(TimeSpan.FromMinutes(minutes), seed, Console.Out).RunAsync(stop.Token);
Console.WriteLine(report.ToText());
return report.Failures.Count == 0 ? 0 : 1;
