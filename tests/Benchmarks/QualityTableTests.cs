using Bellwether.Benchmarks.Quality;
using Bellwether.Evaluation.Intervals;

namespace Bellwether.Benchmarks.Tests;

public sealed class QualityTableTests
{
    [Fact]
    public void A_row_shows_its_interval_and_the_published_figure()
    {
        var row = new QualityRow("logistic regression", "AUC", new Estimate(0.9, 0.88, 0.92, 100, IntervalMethod.DeLong), true, 1.3)
        {
            Published = 0.91,
            PublishedBy = "somebody",
        };
        var text = QualityTable.Markdown([new QualityResult("set", "what is predicted", [row])]);
        Assert.Contains("| logistic regression | AUC ↑ | 0.9000 (0.8800 to 0.9200) | 0.9100 somebody | 1.3 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_cases_are_unique() =>
        Assert.Equal(QualityCatalogue.All.Count, QualityCatalogue.All.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count());
}
