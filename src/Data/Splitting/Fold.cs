namespace Bellwether.Data.Splitting;

/// <summary>One cut of rows: places to learn from and places to be judged on, both ascending, without a place in common.</summary>
/// <param name="Train">Places to learn from; not empty.</param>
/// <param name="Test">Places to be judged on; not empty.</param>
public sealed record Fold(ReadOnlyMemory<int> Train, ReadOnlyMemory<int> Test)
{
    /// <summary>Folds from the number of the fold in whose test each row stands, 0 to folds - 1; every other row is learned from.</summary>
    internal static IReadOnlyList<Fold> Of(int[] testFold, int folds)
    {
        var result = new Fold[folds];
        for (var fold = 0; fold < folds; fold++)
        {
            var size = testFold.Count(f => f == fold);
            var (train, test) = (new int[testFold.Length - size], new int[size]);
            var (i, j) = (0, 0);
            for (var row = 0; row < testFold.Length; row++)
                if (testFold[row] == fold)
                    test[j++] = row;
                else
                    train[i++] = row;
            result[fold] = new Fold(train, test);
        }

        return result;
    }
}
