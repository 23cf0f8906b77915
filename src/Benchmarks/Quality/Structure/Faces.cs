using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Bellwether.Evaluation.Intervals;
using Bellwether.Learning.Projection;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>Eigenfaces: who is on a picture, by the nearest one after a projection.</summary>
public sealed class Faces : QualityCase
{
    private const int Pixels = 92 * 112;
    private const int Draws = 10;

    /// <inheritdoc/>
    public override string Name => "faces-orl";

    /// <inheritdoc/>
    public override string Task => "Which of 40 persons; 5 random pictures of each train, the other 5 are judged; 10 draws.";

    /// <inheritdoc/>
    public override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var pictures = Read(context.File("orl_faces.zip"));
        foreach (var components in new[] { 40, 100 })
        {
            var began = Stopwatch.GetTimestamp();
            var errors = new List<double>();
            for (var draw = 0; draw < Draws; draw++)
            {
                context.Progress.Report($"{components} components, draw {draw}");
                errors.AddRange(Judge(pictures, components, draw, context));
            }

            yield return new QualityRow($"PCA {components}, 1 neighbour", "error", new Bootstrap().Mean(errors, context.CancellationToken), false, Stopwatch.GetElapsedTime(began).TotalSeconds / Draws)
            {
                Published = 0.105,
                PublishedBy = "eigenfaces, Lawrence and others 1997 (from memory; means of 3 draws)",
                Note = "The interval is over pictures as if draws were independent.",
            };
        }
    }

    private static List<double> Judge(float[][][] pictures, int components, int draw, QualityContext context)
    {
        var (train, test) = (new List<(float[] Picture, int Person)>(), new List<(float[] Picture, int Person)>());
        for (var person = 0; person < pictures.Length; person++)
        {
            int[] order = [.. Enumerable.Range(0, 10)];
            context.Seed.Derive(draw).Derive(person).Stream().Shuffle<int>(order);
            for (var i = 0; i < 10; i++)
                (i < 5 ? train : test).Add((pictures[person][order[i]], person));
        }

        var projection = (PrincipalProjection)new PrincipalComponents { Components = components }.Fit(new Vectors(train.SelectMany(t => t.Picture).ToArray(), Pixels), context.Fit);
        var known = train.Select(t => Project(projection, t.Picture)).ToArray();
        return [.. test.Select(t =>
        {
            var query = Project(projection, t.Picture);
            var nearest = Enumerable.Range(0, known.Length).MinBy(r => known[r].Zip(query, (a, b) => (a - b) * (a - b)).Sum());
            return train[nearest].Person == t.Person ? 0.0 : 1;
        })];
    }

    private static float[] Project(PrincipalProjection projection, float[] picture)
    {
        var projected = new float[projection.Output];
        projection.Project(picture, projected);
        return projected;
    }

    /// <summary>Pictures of each person, from grey maps (P5) named s&lt;person&gt;/&lt;1..10&gt;.pgm.</summary>
    private static float[][][] Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var pictures = Enumerable.Range(0, 40).Select(_ => new float[10][]).ToArray();
        foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".pgm", StringComparison.Ordinal)))
        {
            var person = int.Parse(entry.FullName.Split('/')[^2][1..], CultureInfo.InvariantCulture);
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            pictures[person - 1][int.Parse(entry.Name[..^4], CultureInfo.InvariantCulture) - 1] = [.. bytes.AsSpan(bytes.Length - Pixels).ToArray().Select(b => b / 255f)];
        }

        return pictures.All(p => p.All(i => i is not null)) ? pictures : throw new InvalidDataException($"'{path}' must hold 10 pictures of each of 40 persons.");
    }
}
