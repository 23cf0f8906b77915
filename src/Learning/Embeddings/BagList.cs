namespace Bellwether.Learning.Embeddings;

/// <summary>The features of all texts, one after another.</summary>
/// <param name="Starts">n + 1 places in <paramref name="Ids"/>.</param>
/// <param name="Ids">Numbers of rows.</param>
internal sealed record BagList(int[] Starts, int[] Ids)
{
    public ReadOnlySpan<int> this[int text] => Ids.AsSpan(Starts[text], Starts[text + 1] - Starts[text]);

    public int Count => Starts.Length - 1;
}
