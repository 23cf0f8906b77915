using Bellwether.Data.Formats;
using System.Globalization;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Models written by earlier versions still open and still say the same. To add files for a new format, run the tests once with
/// BELLWETHER_WRITE_COMPATIBILITY naming the folder; files that exist are never rewritten.</summary>
public sealed class CompatibilityTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Compatibility");

    public static TheoryData<string> All => [.. Learners.Names];

    [Theory, MemberData(nameof(All))]
    public void Files_of_earlier_versions_open_and_predict_the_same(string name)
    {
        if (Environment.GetEnvironmentVariable("BELLWETHER_WRITE_COMPATIBILITY") is { Length: > 0 } target && !File.Exists(Path.Combine(target, name + ".bwm")))
            Write(name, target);
        var folder = Environment.GetEnvironmentVariable("BELLWETHER_WRITE_COMPATIBILITY") ?? Folder;
        Assert.True(File.Exists(Path.Combine(folder, name + ".bwm")), $"Compatibility/{name}.bwm must exist: a format that was shipped must stay readable.");
        var model = LearnerLaws.Formats.Load(File.ReadAllBytes(Path.Combine(folder, name + ".bwm")));
        var expected = File.ReadAllLines(Path.Combine(folder, name + ".txt")).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        var actual = Sample.Strange().Select(v => model.Predict(v)).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static void Write(string name, string folder)
    {
        var model = Learners.Named(name).Fit(Sample.Make(150), LearnerLaws.Context());
        File.WriteAllBytes(Path.Combine(folder, name + ".bwm"), ArtifactFormats.Save(model));
        File.WriteAllLines(Path.Combine(folder, name + ".txt"), Sample.Strange().Select(v => model.Predict(v).ToString("R", CultureInfo.InvariantCulture)));
    }
}
