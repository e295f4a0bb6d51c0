using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>What every part of a manager needs from its options.</summary>
internal sealed record ManagerSettings(
    TimeProvider Time, ILoggerFactory LoggerFactory, TimeSpan ResyncPeriod, bool StripManagedFields, TimeSpan ReadYourWritesTimeout);
