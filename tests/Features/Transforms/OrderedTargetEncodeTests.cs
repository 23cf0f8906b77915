using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Features.Transforms;
using Bellwether.Numerics.Random;

namespace Bellwether.Features.Tests.Transforms;

public sealed class OrderedTargetEncodeTests
{
    private static readonly FitContext _context = new(new Seed(1));

    [Fact]
    public void A_row_gets_what_the_rows_before_it_said()
    {
        var rows = TransformLaws.Rows(3, 150);
        var fit = new OrderedTargetEncode { PriorWeight = 2, FirstPrior = 0.1 }.Fit(rows, _context);
        for (var row = 0; row < rows.Rows; row++)
        {
            var before = Enumerable.Range(0, rows.Rows).Where(r => rows.Times[r] < rows.Times[row] || (rows.Times[r] == rows.Times[row] && r < row)).ToList();
            var prior = (0.1 + before.Sum(r => rows.Labels[r])) / (1 + before.Count);
            var same = before.Where(r => rows.Column(3)[r] == rows.Column(3)[row]).ToList();
            Assert.Equal((same.Sum(r => rows.Labels[r]) + (2 * prior)) / (same.Count + 2), fit.Train.Column(3)[row], 12);
            if (double.IsNaN(rows.Column(1)[row]))
                Assert.Equal(prior, fit.Train.Column(1)[row], 12);
        }
    }

    [Fact]
    public void No_row_sees_its_own_label_or_a_later_one()
    {
        var rows = TransformLaws.Rows(4, 100);
        var fit = new OrderedTargetEncode().Fit(rows, _context);
        var order = Enumerable.Range(0, 100).OrderBy(r => rows.Times[r]).ToArray();
        for (var k = 0; k < 100; k += 9)
        {
            var labels = rows.Labels.ToArray();
            for (var later = k; later < 100; later++)
                labels[order[later]] = 1 - labels[order[later]];
            var other = new OrderedTargetEncode().Fit(
                new Dataset(rows.Schema, [.. Enumerable.Range(0, 4).Select(c => rows.Column(c).ToArray())], labels, rows.Times.ToArray()), _context);
            for (var earlier = 0; earlier <= k; earlier++)
                Assert.Equal(fit.Train.Column(3)[order[earlier]], other.Train.Column(3)[order[earlier]]);
        }
    }

    [Fact]
    public void Serving_gets_what_all_rows_said_and_unseen_categories_the_prior()
    {
        var rows = TransformLaws.Rows(5, 200);
        var fit = new OrderedTargetEncode().Fit(rows, _context);
        var prior = (0.5 + rows.Labels.ToArray().Sum()) / 201;
        var output = new double[4];
        fit.Transform.Apply([1, double.NaN, 1, Category.Code("unseen")], output);
        Assert.Equal(prior, output[1], 12);
        Assert.Equal(prior, output[3], 12);
        var same = Enumerable.Range(0, 200).Where(r => rows.Column(3)[r] == Category.Code("s1")).ToList();
        fit.Transform.Apply([1, double.NaN, 1, Category.Code("s1")], output);
        Assert.Equal((same.Sum(r => rows.Labels[r]) + prior) / (same.Count + 1), output[3], 12);
        Assert.Equal(FeatureKind.Numeric, fit.Transform.Output[3].Kind);
    }
}
