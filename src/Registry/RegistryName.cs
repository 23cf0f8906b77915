using System.Text.RegularExpressions;

namespace Bellwether.Registry;

/// <summary>The names that may become parts of paths.</summary>
internal static partial class RegistryName
{
    /// <summary>Lower-case letters, digits and dashes.</summary>
    public static string Check(string name, string what) => name is not null && Allowed().IsMatch(name)
        ? name
        : throw new ArgumentException($"The name of {what} must be 1 to 100 lower-case letters, digits and dashes and begin with a letter or digit, but is '{name}'.", nameof(name));

    /// <summary>As <see cref="Check"/>, and it must not look like a version.</summary>
    public static string CheckAlias(string alias) => Number(Check(alias, "an alias")) is null
        ? alias
        : throw new ArgumentException($"An alias must not look like a version, but is '{alias}'.", nameof(alias));

    /// <summary>The number of a version's name; null when it is none.</summary>
    public static int? Number(string version) =>
        version is not null && VersionName().IsMatch(version) && int.TryParse(version.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();

    [GeneratedRegex(@"\Av[1-9][0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionName();
}
