namespace Bellwether.Data.Training;

/// <summary>One feature: its place in the vector is its place in the schema.</summary>
/// <param name="Name">Unique in its schema, snake_case, e.g. <c>card_payments_1h</c>.</param>
/// <param name="Kind">Numeric or categorical.</param>
/// <param name="Description">What it says about the request, for people; may be empty.</param>
public sealed record FeatureSpec(string Name, FeatureKind Kind = FeatureKind.Numeric, string Description = "");
