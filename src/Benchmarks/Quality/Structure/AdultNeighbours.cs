using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>Nearest neighbours on the Adult census.</summary>
public sealed class AdultNeighbours : QualityCase
{
    private static readonly string[] Names =
    [
        "age", "work_class", "fnlgwt", "education", "education_num", "marital_status", "occupation", "relationship", "race", "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country",
    ];

    private static readonly HashSet<int> Numeric = [0, 2, 4, 10, 11, 12];

    /// <inheritdoc/>
    public override string Name => "adult-census-neighbours";

    /// <inheritdoc/>
    public override string Folder => "adult-census";

    /// <inheritdoc/>
    public override string Task => "Income above 50 000 dollars; official train and test files, rows with unknown values left out, as in adult.names (30 162 / 15 060).";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var (train, test) = (Read(context.File("adult.data.gz")), Read(context.File("adult.test.gz")));
        yield return StructureRun.Error(context, "1 neighbour", new NearestNeighbours { Neighbours = 1 }, train, test) with { Published = 0.2142, PublishedBy = "1-NN, adult.names (UCI)" };
        yield return StructureRun.Error(context, "3 neighbours", new NearestNeighbours { Neighbours = 3 }, train, test) with { Published = 0.2035, PublishedBy = "3-NN, adult.names (UCI; from memory)" };
        yield return StructureRun.Error(context, "25 neighbours", new NearestNeighbours { Neighbours = 25 }, train, test);
    }

    private static Dataset Read(string path)
    {
        var rows = new List<(double[], double, long)>();
        foreach (var fields in StructureFiles.Rows(path))
            if (!fields.Contains("?"))
                rows.Add(([.. Enumerable.Range(0, Names.Length).Select(c => Numeric.Contains(c) ? StructureFiles.Number(fields[c]) : StructureFiles.Code(fields[c]))], fields[^1].StartsWith('>') ? 1 : 0, 0));
        return StructureFiles.Table(Names.Select((n, c) => new FeatureSpec(n, Numeric.Contains(c) ? FeatureKind.Numeric : FeatureKind.Categorical)), rows);
    }
}
