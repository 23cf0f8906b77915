namespace Bellwether.Numerics.Tests;

public sealed class RequireTests
{
    [Fact]
    public void A_good_value_is_returned()
    {
        Assert.Equal(1, Require.Positive(1));
        Assert.Equal(0.1, Require.Positive(0.1));
        Assert.Equal(TimeSpan.FromTicks(1), Require.Positive(TimeSpan.FromTicks(1)));
        Assert.Equal(0, Require.NotNegative(0));
        Assert.Equal(0.0, Require.NotNegative(0.0));
        Assert.Equal(-3.0, Require.Finite(-3.0));
        Assert.Equal(5, Require.InRange(5, 5, 5));
        Assert.Equal("x", Require.NotBlank("x"));
        Require.SameLength(3, 3);
    }

    [Fact]
    public void A_bad_value_is_named_with_what_must_hold_and_what_came()
    {
        var trees = 0;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Require.Positive(trees));
        Assert.Equal("trees", error.ParamName);
        Assert.Equal(0, error.ActualValue);
        Assert.StartsWith("trees must be at least 1.", error.Message, StringComparison.Ordinal);
        var rate = 1.5;
        Assert.StartsWith("rate must be between 0 and 1.", Assert.Throws<ArgumentOutOfRangeException>(() => Require.InRange(rate, 0.0, 1.0)).Message, StringComparison.Ordinal);
        int[] labels = [1];
        Assert.StartsWith("labels.Length must have length 2, but has 1.", Assert.Throws<ArgumentException>(() => Require.SameLength(2, labels.Length)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void NaN_infinity_and_negatives_are_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.Positive(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.NotNegative(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.InRange(value, 0.0, 1.0));
        if (value != -1)
            Assert.Throws<ArgumentOutOfRangeException>(() => Require.Finite(value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Blank_texts_are_refused(string? text) => Assert.Throws<ArgumentException>(() => Require.NotBlank(text));
}
