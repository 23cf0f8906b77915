using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Server.Tests.Products;

/// <summary>A logistic model with given weights over amount, items and a category (whose code counts as 1 when it is that of "abroad").</summary>
public sealed class AmountModel(double slope) : IModel
{
    public static readonly FeatureSchema Features = new([new("amount"), new("items"), new("place", FeatureKind.Categorical)]);

    public FeatureSchema Schema => Features;

    public ModelOutput Output => ModelOutput.Probability;

    public string Format => "test-amount/1";

    public double Predict(ReadOnlySpan<double> features)
    {
        var amount = double.IsNaN(features[0]) ? 0 : features[0];
        var items = double.IsNaN(features[1]) ? 0 : features[1];
        var place = features[2] == Category.Code("abroad") ? 1.0 : 0.0;
        return 1 / (1 + Math.Exp(-((slope * amount) + (0.1 * items) + place - 2)));
    }

    public void Predict(Dataset data, Span<double> scores) => throw new NotSupportedException("The server scores row by row.");

    public void Write(ModelWriter writer) => writer.Double(slope);
}
