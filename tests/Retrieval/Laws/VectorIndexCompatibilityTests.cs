using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Retrieval.VectorSearch;
using static Bellwether.Retrieval.Tests.Laws.VectorIndexes;

namespace Bellwether.Retrieval.Tests.Laws;

/// <summary>Indexes written by earlier versions still open and still answer the same, bit for bit, under every instruction set. To add files for a new format, run the tests once with
/// BELLWETHER_WRITE_COMPATIBILITY naming the folder; files that exist are never rewritten.</summary>
public sealed class VectorIndexCompatibilityTests
{
    private const int Dimension = 9;

    public static TheoryData<string> All => [.. Names];

    [Theory, MemberData(nameof(All))]
    public void Files_of_earlier_versions_open_and_answer_the_same(string name)
    {
        var target = Environment.GetEnvironmentVariable("BELLWETHER_WRITE_COMPATIBILITY");
        var folder = target ?? Path.Combine(AppContext.BaseDirectory, "Compatibility");
        var (artifact, file, answers) = (Path.Combine(folder, name + ".bwm"), Path.Combine(folder, name + ".bwi"), Path.Combine(folder, name + ".txt"));
        if (target is not null && !File.Exists(artifact))
            Write(name, artifact, file, answers);
        Assert.True(File.Exists(artifact), $"Compatibility/{name}.bwm must exist: a format that was shipped must stay readable.");
        var expected = File.ReadAllLines(answers);
        Assert.Equal(expected, Answers(VectorIndexLaws.Formats.Load<IVectorIndex>(File.ReadAllBytes(artifact))));
        Assert.Equal(expected, Answers(VectorIndexFile.Open(file, verify: true)));
    }

    private static string[] Answers(IVectorIndex index) =>
    [
        .. Enumerable.Range(0, 8).SelectMany(q => index.Search(Point(500 + q, Dimension), 4, new SearchOptions { Filter = q % 2 == 0 ? null : IdFilter.Where(id => id % 3 == 0) }))
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Id} {f.Distance:R}")),
    ];

    private static void Write(string name, string artifact, string file, string answers)
    {
        var index = Named(name).Build(Points(40, Dimension), [], Context());
        for (var id = 0; id < 10; id++)
            index.Remove(id * 2);
        File.WriteAllBytes(artifact, ArtifactFormats.Save(index));
        index.Save(file);
        File.WriteAllLines(answers, Answers(index));
    }
}
