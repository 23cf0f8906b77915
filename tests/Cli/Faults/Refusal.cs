namespace Bellwether.Cli.Tests.Faults;

/// <summary>An answer that is not 200.</summary>
internal sealed record Refusal(string Path, int Status, string? ContentType, string? RetryAfter, string Text)
{
    /// <summary>Whether it is a problem that says clearly when to come again.</summary>
    public bool IsClear503 => Status == 503 && ContentType == "application/problem+json" && int.TryParse(RetryAfter, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 60;
}
