using Bellwether.Data.Models;

namespace Bellwether.Learning.Tokenization;

/// <summary>A vocabulary in the making that begins with the special tokens.</summary>
internal static class SpecialVocabulary
{
    public static (List<string> Tokens, Dictionary<string, int> Ids) Of(IReadOnlyList<string> special)
    {
        var (tokens, ids) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var token in special)
        {
            if (string.IsNullOrEmpty(token) || ids.ContainsKey(token))
                throw new TrainingException($"Special tokens must be distinct and not empty, but '{token}' is not.");
            Add(token, tokens, ids);
        }

        return (tokens, ids);
    }

    /// <summary>The number of a token, which gets one where it has none.</summary>
    public static int Add(string token, List<string> tokens, Dictionary<string, int> ids)
    {
        if (ids.TryGetValue(token, out var id))
            return id;
        tokens.Add(token);
        return ids[token] = tokens.Count - 1;
    }
}
