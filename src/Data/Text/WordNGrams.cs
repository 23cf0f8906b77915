using System.Buffers;
using System.Globalization;
using Bellwether.Numerics;

namespace Bellwether.Data.Text;

/// <summary>Runs of n neighbouring terms of another analyzer, joined by a space: <c>new york city</c> gives <c>new york</c> and <c>york city</c> for n = 2.</summary>
/// <remarks>A run does not reach over a hole that a stop word left. Its position is that of its first term; order: by the first term, the shortest run first. Allocates a list per text.</remarks>
public sealed record WordNGrams(IAnalyzer Terms) : IAnalyzer
{
    /// <summary>The shortest run, at least 1; 1 by default.</summary>
    public int Shortest { get; init => field = Require.InRange(value, 1, 16); } = 1;

    /// <summary>The longest run, at least <see cref="Shortest"/>; 2 by default.</summary>
    public int Longest { get; init => field = Require.InRange(value, 1, 16); } = 2;

    /// <inheritdoc/>
    public string Signature => string.Create(CultureInfo.InvariantCulture, $"ngrams/1 {Shortest}-{Longest} of {Terms.Signature}");

    /// <inheritdoc/>
    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        var terms = TermList.Of(Terms, text);
        var joined = new ArrayBufferWriter<char>();
        for (var first = 0; first < terms.Count; first++)
            for (var last = first; last < terms.Count && last - first < Longest; last++)
            {
                if (last > first && terms[last - 1].Position + 1 != terms[last].Position)
                    break;
                if (last - first + 1 < Shortest)
                    continue;
                joined.ResetWrittenCount();
                for (var i = first; i <= last; i++)
                {
                    if (i > first)
                        joined.Write(" ");
                    joined.Write(terms[i].Text);
                }

                var start = terms[first].Start;
                sink.Term(joined.WrittenSpan, terms[first].Position, start, terms[last].Start + terms[last].Length - start);
            }
    }
}
