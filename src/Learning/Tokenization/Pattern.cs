using System.Text.RegularExpressions;

namespace Bellwether.Learning.Tokenization;

/// <summary>A text or a regular expression to look for.</summary>
/// <remarks>Regular expressions are .NET's over UTF-16 code units, with a limit of two seconds a text: letters beyond U+FFFF count as surrogates (Cs), not as letters.</remarks>
internal sealed class Pattern
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly string? _text;
    private readonly Regex? _regex;

    private Pattern(string? text, Regex? regex) => (_text, _regex) = (text, regex);

    public static Pattern Read(Json json)
    {
        if (json.IsText)
            return new Pattern(json.Text(), null);
        if (!json["String"].IsNull)
            return new Pattern(json["String"].Text(), null);
        var source = json["Regex"].Text();
        try
        {
            return new Pattern(null, new Regex(Possessive(source), RegexOptions.CultureInvariant, s_limit));
        }
        catch (ArgumentException error)
        {
            throw json["Regex"].Wrong($"a regular expression that .NET knows ({error.Message})");
        }
    }

    /// <summary>The matches that do not overlap, from left to right.</summary>
    public List<(int Start, int Length)> Matches(ReadOnlySpan<char> text)
    {
        var found = new List<(int, int)>();
        if (_text is not null)
        {
            for (int at = 0, next; _text.Length > 0 && (next = text[at..].IndexOf(_text, StringComparison.Ordinal)) >= 0; at += next + _text.Length)
                found.Add((at + next, _text.Length));
            return found;
        }

        try
        {
            foreach (var match in _regex!.EnumerateMatches(text))
                found.Add((match.Index, match.Length));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TokenizerException($"The pattern '{_regex}' must end within {s_limit.TotalSeconds} seconds, but did not on a text of {text.Length} characters. Use a simpler pattern.");
        }

        return found;
    }

    /// <summary>Rewrites <c>[…]?+</c>, <c>[…]*+</c> and <c>[…]++</c>, which .NET does not know, as atomic groups.</summary>
    private static string Possessive(string source) =>
        Regex.Replace(source, @"((?:\[(?:\\.|[^\]\\])*\])|(?:\\[pP]\{[^}]*\})|(?:\\.)|(?:[^\\()\[\]{}|?*+]))([?*+]|\{\d+(?:,\d*)?\})\+", "(?>$1$2)", RegexOptions.CultureInvariant, s_limit);
}
