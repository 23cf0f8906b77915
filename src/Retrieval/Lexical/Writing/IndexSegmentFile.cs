namespace Bellwether.Retrieval.Lexical.Writing;

/// <summary>A segment as the manifest names it.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Live">The name of the file of its live documents; null where none is deleted.</param>
internal sealed record IndexSegmentFile(string File, string? Live)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsSane => IsName(File) && (Live is null || IsName(Live));

    private static bool IsName(string name) => name.Length is > 0 and < 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
}
