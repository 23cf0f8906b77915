using System.Runtime.InteropServices;

namespace Bellwether.Learning.Tokenization;

/// <summary>How often each piece of training texts comes, in ordinal order, so that the order of texts does not matter.</summary>
internal static class WordCounts
{
    public static List<(string Word, long Count)> Of(IReadOnlyList<string> texts, INormalizer? normalizer, IPreTokenizer preTokenizer, CancellationToken cancellationToken)
    {
        var (counts, pieces) = (new Dictionary<string, long>(StringComparer.Ordinal), new List<Piece>());
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < texts.Count; i++)
        {
            if ((i & 255) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (texts[i].Length == 0)
                continue;
            var text = AlignedText.Of(texts[i], 0);
            text = normalizer is null ? text : normalizer.Apply(text);
            pieces.Clear();
            if (text.Length > 0)
                preTokenizer.Split(new Piece(text, 0, text.Length), pieces);
            foreach (var piece in pieces)
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, piece.Span, out _)++;
        }

        return [.. counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))];
    }

    /// <summary>The code points of a word as texts.</summary>
    public static List<string> Characters(string word)
    {
        var characters = new List<string>();
        for (var at = 0; at < word.Length;)
        {
            AlignedText.Point(word, at, out var width);
            characters.Add(word.Substring(at, width));
            at += width;
        }

        return characters;
    }
}
