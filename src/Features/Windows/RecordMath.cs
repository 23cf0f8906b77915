namespace Bellwether.Features.Windows;

/// <summary>The words of a record that follow from its own values and from the record before.</summary>
internal static class RecordMath
{
    /// <summary>Writes the record that stands before the first event.</summary>
    public static void Blank(StreamLayout layout, long[] words, int at)
    {
        words.AsSpan(at, layout.Stride).Clear();
        words[at] = Record.Never;
        foreach (var channel in layout.Numbers)
        {
            Record.Number(words, at + channel.Value, double.NaN);
            if (channel.Last >= 0)
            {
                Record.Number(words, at + channel.Last, double.NaN);
                words[at + channel.Last + 1] = Record.Never;
            }

            for (var i = 0; i < channel.HalfLives.Length; i++)
                words[at + channel.Decays + (2 * i) + 1] = Record.Never;
        }
    }

    /// <summary>Writes all derived words of record <paramref name="index"/> of a ring.</summary>
    public static void Derive(StreamLayout layout, long[] words, in Ring ring, int index)
    {
        var at = ring.Offset + (index * layout.Stride);
        var before = at - layout.Stride;
        foreach (var channel in layout.Numbers)
        {
            var value = Record.Number(words, at + channel.Value);
            var missing = double.IsNaN(value);
            if (channel.Count >= 0)
                words[at + channel.Count] = words[before + channel.Count] + (missing ? 0 : 1);
            if (channel.Sum >= 0)
            {
                var steps = missing ? 0 : layout.Grid.Steps(value);
                Record.Wide(words, at + channel.Sum, Record.Wide(words, before + channel.Sum) + steps);
                if (channel.Square >= 0)
                    Record.Wide(words, at + channel.Square, Record.Wide(words, before + channel.Square) + Math.BigMul(steps, steps));
            }

            if (channel.Last >= 0)
            {
                words[at + channel.Last] = missing ? words[before + channel.Last] : words[at + channel.Value];
                words[at + channel.Last + 1] = missing ? words[before + channel.Last + 1] : words[at];
            }

            for (var i = 0; i < channel.HalfLives.Length; i++)
                Decays(words, at, before, channel.Decays + (2 * i), channel.HalfLives[i], value);
        }

        if (layout.HasExtremes)
            DeriveExtremes(layout, words, in ring, index);
    }

    /// <summary>Links a record's minima and maxima to those of the records before.</summary>
    public static void DeriveExtremes(StreamLayout layout, long[] words, in Ring ring, int index)
    {
        foreach (var channel in layout.Numbers)
        {
            if (channel.Minimum >= 0)
                ExtremeChain.Link(words, in ring, layout.Stride, index, channel.Value, channel.Minimum, minimum: true);
            if (channel.Maximum >= 0)
                ExtremeChain.Link(words, in ring, layout.Stride, index, channel.Value, channel.Maximum, minimum: false);
        }
    }

    private static void Decays(long[] words, int at, int before, int word, long halfLife, double value)
    {
        var (sum, anchor) = (Record.Number(words, before + word), words[before + word + 1]);
        if (!double.IsNaN(value))
        {
            var rest = anchor == Record.Never ? 0 : sum * Decay.Factor(words[at] - anchor, halfLife);
            (sum, anchor) = (rest + value, words[at]);
        }

        Record.Number(words, at + word, sum);
        words[at + word + 1] = anchor;
    }
}
