namespace Bellwether.Data.Text;

/// <summary>The words that Porter2 treats one by one.</summary>
internal static class Porter2Exceptions
{
    /// <summary>Words whose stem is given whole.</summary>
    public static bool TryWhole(ReadOnlySpan<char> word, out ReadOnlySpan<char> stem)
    {
        stem = word switch
        {
            "skis" => "ski",
            "skies" => "sky",
            "dying" => "die",
            "lying" => "lie",
            "tying" => "tie",
            "idly" => "idl",
            "gently" => "gentl",
            "ugly" => "ugli",
            "early" => "earli",
            "only" => "onli",
            "singly" => "singl",
            "sky" or "news" or "howe" or "atlas" or "cosmos" or "bias" or "andes" => word,
            _ => default,
        };
        return stem.Length > 0;
    }

    /// <summary>Words that are left as they are once a plural s is gone.</summary>
    public static bool IsFinal(ReadOnlySpan<char> word) => word.Length is >= 6 and <= 7
        && word is "inning" or "outing" or "canning" or "herring" or "earring" or "proceed" or "exceed" or "succeed";
}
