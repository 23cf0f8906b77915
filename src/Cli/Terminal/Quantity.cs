using System.Globalization;

namespace Bellwether.Cli.Terminal;

/// <summary>Reads a time or a size as people type it: <c>200us</c>, <c>10m</c>, <c>50MB</c>.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Size)[] s_times =
        [("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("min", 60), ("h", 3600)];

    private static readonly (string Unit, double Size)[] s_sizes = [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30), ("B", 1)];

    /// <summary>A time.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static TimeSpan Time(string option, string text) => Read(text, s_times) is { } seconds and < 1e9 && TimeSpan.FromSeconds(seconds) is var time && time > TimeSpan.Zero
        ? time
        : throw new CommandException($"{option} must be a time above zero such as 200us, 5ms, 30s, 10m or 2h, but is '{text}'.", ExitCode.Usage);

    /// <summary>A size in bytes.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static long Bytes(string option, string text) => Read(text, s_sizes) is { } bytes and >= 1 and < 1e18
        ? (long)bytes
        : throw new CommandException($"{option} must be a size such as 200KB, 50MB or 2GB, but is '{text}'.", ExitCode.Usage);

    private static double? Read(string text, (string Unit, double Size)[] units)
    {
        var at = text.Length;
        while (at > 0 && !char.IsAsciiDigit(text[at - 1]))
            at--;
        var found = units.Where(u => string.Equals(u.Unit, text[at..].Trim(), StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length > 0 && double.TryParse(text[..at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number * found[0].Size : null;
    }
}
