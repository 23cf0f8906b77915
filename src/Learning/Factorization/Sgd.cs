using System.Numerics;
using System.Runtime.InteropServices;

namespace Bellwether.Learning.Factorization;

/// <summary>Steps of stochastic gradient descent on factors, element for element alike with any width of vectors.</summary>
internal static class Sgd
{
    /// <summary>p += rate (error q - l2 p) and q += rate (error p - l2 q), both from the values before. <paramref name="extra"/> (or empty) adds to p for q's step.</summary>
    public static void Step(Span<float> p, Span<float> q, ReadOnlySpan<float> extra, float error, float rate, float l2)
    {
        var (e, r, l) = (new Vector<float>(error), new Vector<float>(rate), new Vector<float>(l2));
        var i = 0;
        for (; i + Vector<float>.Count <= p.Length; i += Vector<float>.Count)
        {
            var (a, b) = (new Vector<float>(p[i..]), new Vector<float>(q[i..]));
            var whole = extra.IsEmpty ? a : a + new Vector<float>(extra[i..]);
            (a + (r * ((e * b) - (l * a)))).CopyTo(p[i..]);
            (b + (r * ((e * whole) - (l * b)))).CopyTo(q[i..]);
        }

        for (; i < p.Length; i++)
        {
            var (a, b) = (p[i], q[i]);
            var whole = extra.IsEmpty ? a : a + extra[i];
            p[i] = a + (rate * ((error * b) - (l2 * a)));
            q[i] = b + (rate * ((error * whole) - (l2 * b)));
        }
    }

    /// <summary>The step of BPR for a user w, an item i that was seen and one j that was not; <paramref name="gradient"/> is σ(-(wᵀi - wᵀj)).</summary>
    public static void Pair(Span<float> w, Span<float> i, Span<float> j, float gradient, float rate, float l2)
    {
        var (g, r, l) = (new Vector<float>(gradient), new Vector<float>(rate), new Vector<float>(l2));
        var at = 0;
        for (; at + Vector<float>.Count <= w.Length; at += Vector<float>.Count)
        {
            var (a, b, c) = (new Vector<float>(w[at..]), new Vector<float>(i[at..]), new Vector<float>(j[at..]));
            (a + (r * ((g * (b - c)) - (l * a)))).CopyTo(w[at..]);
            (b + (r * ((g * a) - (l * b)))).CopyTo(i[at..]);
            (c - (r * ((g * a) + (l * c)))).CopyTo(j[at..]);
        }

        for (; at < w.Length; at++)
        {
            var (a, b, c) = (w[at], i[at], j[at]);
            w[at] = a + (rate * ((gradient * (b - c)) - (l2 * a)));
            i[at] = b + (rate * ((gradient * a) - (l2 * b)));
            j[at] = c - (rate * ((gradient * a) + (l2 * c)));
        }
    }

    /// <summary>Whether all numbers are finite.</summary>
    public static bool Finite(params ReadOnlySpan<float[]> arrays)
    {
        foreach (var array in arrays)
            foreach (var value in MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), array.Length))
                if (!float.IsFinite(value))
                    return false;
        return true;
    }
}
