using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Features.Transforms;
using Bellwether.Numerics.Random;

namespace Bellwether.Features.Tests.Transforms;

/// <summary>What every transform of the house must hold; a new one is found by reflection.</summary>
public sealed class TransformLaws
{
    public static TheoryData<ITransform> All
    {
        get
        {
            var all = new TheoryData<ITransform>();
            foreach (var type in typeof(Chain).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ITransform)) && !t.IsInterface))
                all.Add(type == typeof(Chain)
                    ? new Chain(new LogScale(), new Impute(), new OrderedTargetEncode(), new StandardScale())
                    : (ITransform)Activator.CreateInstance(type)!);
            all.Add(new Chain());
            all.Add(new Impute { With = ImputeWith.Mean, Indicators = false });
            all.Add(new OneHot { UnseenColumn = true, MissingColumn = true });
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Fit_gives_the_schema_it_promises(ITransform transform)
    {
        var train = Rows(1, 200);
        var fit = Fit(transform, train);
        Assert.Equal(train.Schema.Fingerprint, fit.Transform.Input.Fingerprint);
        Assert.Equal(fit.Transform.Output.Fingerprint, fit.Train.Schema.Fingerprint);
        Assert.Equal(train.Rows, fit.Train.Rows);
        Assert.True(train.Labels.SequenceEqual(fit.Train.Labels) && train.Times.SequenceEqual(fit.Train.Times));
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Training_rows_come_out_as_served_unless_labels_took_part(ITransform transform)
    {
        if (UsesLabels(transform))
            return;
        var train = Rows(1, 200);
        var fit = Fit(transform, train);
        Assert.Equal(fit.Train.ContentHash(), TransformedRows.Of(fit.Transform, train).ContentHash());
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Only_transforms_that_say_so_look_at_labels(ITransform transform)
    {
        var train = Rows(1, 200);
        var flipped = new Dataset(train.Schema, [.. Enumerable.Range(0, train.Width).Select(i => train.Column(i).ToArray())],
            [.. train.Labels.ToArray().Select(l => 1 - l)], train.Times.ToArray());
        var (one, two) = (TransformedRows.Of(Fit(transform, train).Transform, train), TransformedRows.Of(Fit(transform, flipped).Transform, train));
        Assert.Equal(!UsesLabels(transform), one.ContentHash() == two.ContentHash());
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Saved_and_loaded_it_gives_the_same_bits_and_bytes(ITransform transform)
    {
        var fitted = Fit(transform, Rows(1, 200)).Transform;
        var formats = new ArtifactFormats([new("carried-transform-test", CarriedTransform.Read)], TransformFormats.All);
        var bytes = ArtifactFormats.Save(new CarriedTransform(fitted));
        var loaded = ((CarriedTransform)formats.Load(bytes)).Transform;
        Assert.Equal(fitted.GetType(), loaded.GetType());
        Assert.Equal(bytes, ArtifactFormats.Save(new CarriedTransform(loaded)));
        var later = Rows(2, 300);
        Assert.Equal(TransformedRows.Of(fitted, later).ContentHash(), TransformedRows.Of(loaded, later).ContentHash());
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Apply_never_throws_for_odd_vectors_and_allocates_nothing(ITransform transform)
    {
        var fitted = Fit(transform, Rows(1, 200)).Transform;
        double[] odd = [double.NaN, 0, -0.0, 1e300, -1e300, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 123456789];
        var random = new Seed(9).Stream();
        var (input, output) = (new double[fitted.Input.Count], new double[fitted.Output.Count]);
        long Run()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
            {
                for (var k = 0; k < input.Length; k++)
                    input[k] = odd[random.NextInt(odd.Length)];
                fitted.Apply(input, output);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Run();
        Assert.Equal(0, Run());
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void The_same_rows_give_the_same_transform(ITransform transform) =>
        Assert.Equal(ArtifactFormats.Save(new CarriedTransform(Fit(transform, Rows(1, 200)).Transform)),
            ArtifactFormats.Save(new CarriedTransform(Fit(transform, Rows(1, 200)).Transform)));

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void No_rows_and_unknown_columns_are_refused(ITransform transform)
    {
        if (transform is Chain { Steps.Count: 0 })
            return;
        Assert.Throws<TrainingException>(() => Fit(transform, Rows(1, 0)));
        if (transform.GetType().GetProperty("Columns") is { } columns)
        {
            var copy = transform.GetType().GetMethod("<Clone>$")!.Invoke(transform, null)!;
            columns.SetValue(copy, (IReadOnlyList<string>)["nowhere"]);
            Assert.Contains("nowhere", Assert.Throws<TrainingException>(() => Fit((ITransform)copy, Rows(1, 10))).Message, StringComparison.Ordinal);
        }
    }

    private static bool UsesLabels(ITransform transform) => transform is OrderedTargetEncode || (transform is Chain chain && chain.Steps.Any(UsesLabels));

    private static TransformFit Fit(ITransform transform, Dataset train) => transform.Fit(train, new FitContext(new Seed(1)));

    internal static Dataset Rows(ulong seed, int count)
    {
        var random = new Seed(seed).Stream();
        var rows = new DatasetBuilder(new FeatureSchema([new("amount"), new("country", FeatureKind.Categorical), new("age"), new("shop", FeatureKind.Categorical)]));
        for (var i = 0; i < count; i++)
            rows.Add([random.NextBool(0.1) ? double.NaN : random.NextLogNormal(2, 1), random.NextBool(0.1) ? double.NaN : Category.Code("c" + random.NextInt(6)),
                random.NextGaussian(40, 10), Category.Code("s" + random.NextInt(20))], random.NextBool(0.3) ? 1 : 0, DateTimeOffset.UnixEpoch.AddMinutes(random.NextInt(1000)));
        return rows.Build();
    }
}
