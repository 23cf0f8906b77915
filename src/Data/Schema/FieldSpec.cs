namespace Bellwether.Data.Schema;

/// <summary>One field of an event.</summary>
/// <param name="Name">Its name in JSON, camelCase.</param>
/// <param name="Kind">What it may hold.</param>
/// <param name="Required">Whether it must be there and not null.</param>
/// <param name="Minimum">The least number allowed.</param>
/// <param name="Maximum">The greatest number allowed.</param>
/// <param name="Description">What it says, for people; may be empty.</param>
/// <param name="Aliases">Other names under which a file's column may carry it.</param>
public sealed record FieldSpec(
    string Name, FieldKind Kind, bool Required, double Minimum, double Maximum, string Description, IReadOnlyList<string> Aliases)
{
    /// <summary>What a value of this field must be, for messages: "a number between 0 and 100".</summary>
    public string MustBe => Kind switch
    {
        FieldKind.Text => Required ? "a text that is not blank, of at most 1,000 characters" : "a text of at most 1,000 characters, or null",
        FieldKind.Number => "a finite number" + Range,
        FieldKind.Integer => "a whole number" + Range,
        FieldKind.Boolean => "true or false",
        FieldKind.Time => "a time such as 2026-01-31T12:00:00Z, between 1970 and 2200",
        _ => "an object of numbers",
    };

    private string Range => (Minimum, Maximum) switch
    {
        (double.NegativeInfinity, double.PositiveInfinity) => "",
        (_, double.PositiveInfinity) => FormattableString.Invariant($" of at least {Minimum}"),
        (double.NegativeInfinity, _) => FormattableString.Invariant($" of at most {Maximum}"),
        _ => FormattableString.Invariant($" between {Minimum} and {Maximum}"),
    };
}
