using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace Bellwether.Learning.Tokenization;

/// <summary>The normalization forms of Unicode (UAX #15) from tables of Unicode 14: the runtime's own do nothing where globalization is invariant.</summary>
internal static class UnicodeForms
{
    private const int S = 0xAC00, L = 0x1100, V = 0x1161, T = 0x11A7, Ls = 19, Vs = 21, Ts = 28;

    private static readonly FrozenDictionary<int, int[]> s_canonical, s_compatible;
    private static readonly FrozenDictionary<int, int> s_classes;
    private static readonly FrozenDictionary<(int, int), int> s_composites;

    static UnicodeForms()
    {
        using var stream = typeof(UnicodeForms).Assembly.GetManifestResourceStream("unicode-forms.bin")!;
        using var reader = new BinaryReader(new DeflateStream(stream, CompressionMode.Decompress));
        T[] List<T>(Func<T> entry)
        {
            var list = new T[reader.ReadInt32()];
            for (var i = 0; i < list.Length; i++)
                list[i] = entry();
            return list;
        }

        KeyValuePair<int, int[]> Decomposition() => new(reader.ReadInt32(), List(reader.ReadInt32));
        s_canonical = List(Decomposition).ToFrozenDictionary();
        s_compatible = List(Decomposition).ToFrozenDictionary();
        s_classes = List(() => KeyValuePair.Create(reader.ReadInt32(), reader.ReadInt32())).ToFrozenDictionary();
        s_composites = List(() => KeyValuePair.Create((reader.ReadInt32(), reader.ReadInt32()), reader.ReadInt32())).ToFrozenDictionary();
    }

    /// <summary>Writes a text in a form; each character of the result knows which of the source it came from.</summary>
    public static void Write(AlignedText source, AlignedText target, bool compatible, bool compose)
    {
        var run = new List<(int Point, int Class, int Start, int End)>();
        for (var at = 0; at < source.Length;)
        {
            var c = source.Chars[at];
            if (c < 0x80 && (at + 1 == source.Length || source.Chars[at + 1] < 0x80))
            {
                Flush(run, target, compose);
                target.Append(c, source.Starts[at], source.Ends[at]);
                at++;
                continue;
            }

            var point = source.PointAt(at, out var width);
            var (start, end) = (source.Starts[at], source.Ends[at + width - 1]);
            foreach (var part in Decompose(point, compatible))
            {
                var order = s_classes.GetValueOrDefault(part);
                if (order == 0 && compose && run.Count > 1)
                    ComposeRun(run);
                if (order == 0 && run.Count > 0 && !(compose && Compose(LastStarter(run), part) >= 0))
                    Flush(run, target, compose);
                var place = run.Count;
                while (order > 0 && place > 0 && run[place - 1].Class > order)
                    place--;
                run.Insert(place, (part, order, start, end));
            }

            at += width;
        }

        Flush(run, target, compose);
    }

    private static int LastStarter(List<(int Point, int Class, int Start, int End)> run) => run[^1].Class == 0 ? run[^1].Point : -1;

    private static int[] Decompose(int point, bool compatible)
    {
        if (point is >= S and < S + (Ls * Vs * Ts))
        {
            var index = point - S;
            int[] parts = [L + (index / (Vs * Ts)), V + (index % (Vs * Ts) / Ts), T + (index % Ts)];
            return parts[2] == T ? parts[..2] : parts;
        }

        if (compatible && s_compatible.TryGetValue(point, out var whole))
            return whole;
        return s_canonical.TryGetValue(point, out var canonical) ? canonical : [point];
    }

    private static int Compose(int first, int second)
    {
        if (first is >= L and < L + Ls && second is >= V and < V + Vs)
            return S + ((((first - L) * Vs) + second - V) * Ts);
        if (first is >= S and < S + (Ls * Vs * Ts) && (first - S) % Ts == 0 && second is > T and < T + Ts)
            return first + second - T;
        return s_composites.GetValueOrDefault((first, second), -1);
    }

    /// <summary>Writes a run of a starter and what follows it, composed where wanted, and empties it.</summary>
    private static void Flush(List<(int Point, int Class, int Start, int End)> run, AlignedText target, bool compose)
    {
        if (compose)
            ComposeRun(run);
        Span<char> units = stackalloc char[2];
        foreach (var (point, _, start, end) in run)
        {
            if (point is >= 0xD800 and < 0xE000)
            {
                target.Append((char)point, start, end);
                continue;
            }

            foreach (var c in units[..new Rune(point).EncodeToUtf16(units)])
                target.Append(c, start, end);
        }

        run.Clear();
    }

    private static void ComposeRun(List<(int Point, int Class, int Start, int End)> run)
    {
        var (starter, last, kept) = (-1, -1, 0);
        for (var i = 0; i < run.Count; i++)
        {
            var mark = run[i];
            var free = starter >= 0 && (last < mark.Class || (kept == starter + 1 && last <= 0));
            if (free && Compose(run[starter].Point, mark.Point) is >= 0 and var composite)
            {
                var before = run[starter];
                run[starter] = (composite, 0, Math.Min(before.Start, mark.Start), Math.Max(before.End, mark.End));
                continue;
            }

            if (mark.Class == 0)
                (starter, last) = (kept, -1);
            else
                last = mark.Class;
            run[kept++] = mark;
        }

        run.RemoveRange(kept, run.Count - kept);
    }
}
