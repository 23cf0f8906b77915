namespace Bellwether.Data.Schema;

/// <summary>Why one field of an event was not accepted.</summary>
/// <param name="Field">Its name, or "" for the whole.</param>
/// <param name="MustBe">What it must be.</param>
/// <param name="Got">What came, shortened to 80 characters.</param>
public sealed record FieldError(string Field, string MustBe, string Got);
