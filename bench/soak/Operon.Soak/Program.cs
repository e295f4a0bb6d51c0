using System.Globalization;
using Operon.Soak;

var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 30;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var report = await new SoakRun(TimeSpan.FromMinutes(minutes), args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount, Console.Out).RunAsync(stop.Token);
Console.WriteLine(report.ToText());
return report.Failures.Count == 0 ? 0 : 1;
