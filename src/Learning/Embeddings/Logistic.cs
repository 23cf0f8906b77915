namespace Bellwether.Learning.Embeddings;

/// <summary>The logistic function from a table, as word2vec has it: the same bits on every machine, and no call of exp.</summary>
internal static class Logistic
{
    private const int Limit = 8, Steps = 2048;

    private static readonly float[] s_table = Table();

    /// <summary>1 / (1 + e^-x), to 0.001; 0 or 1 beyond 8.</summary>
    public static float Of(float x) =>
        x >= Limit ? 1 : x > -Limit ? s_table[(int)((x + Limit) * (Steps / (2f * Limit)))] : 0;

    private static float[] Table()
    {
        var table = new float[Steps + 1];
        for (var i = 0; i <= Steps; i++)
            table[i] = (float)(1 / (1 + Math.Exp(-((((i + 0.5) / Steps) - 0.5) * 2 * Limit))));
        return table;
    }
}
