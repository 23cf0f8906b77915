using System.Globalization;
using Bellwether.Worlds;

namespace Bellwether.Cli.Commands;

/// <summary>Reads a fault as typed: <c>slow-model@20+2</c> is a slow model on day 20 for two days.</summary>
internal static class FaultText
{
    public static PlantedFault Parse(string text)
    {
        var (name, rest) = text.Split('@', 2) is [var n, var r] ? (n, r) : (text, "");
        var kinds = Enum.GetValues<FaultKind>().ToDictionary(KebabOf, StringComparer.Ordinal);
        var parts = rest.Split('+', 2);
        if (!kinds.TryGetValue(name, out var kind) || !TryDays(parts[0], out var at) || (parts.Length == 2 && !TryDays(parts[1], out _)))
            throw new CommandException($"--fault must be KIND@DAY or KIND@DAY+DAYS with a kind of {string.Join(", ", kinds.Keys)}, e.g. slow-model@20+2, but is '{text}'.", ExitCode.Usage);
        return new PlantedFault(kind, at, parts.Length == 2 && TryDays(parts[1], out var lasting) ? lasting : null, "");
    }

    private static bool TryDays(string text, out TimeSpan days)
    {
        var good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 100_000;
        days = good ? TimeSpan.FromDays(number) : default;
        return good;
    }

    private static string KebabOf(FaultKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
