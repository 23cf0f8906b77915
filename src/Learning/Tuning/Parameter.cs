using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>One thing to choose when a learner is tuned. Made by <see cref="Space"/>; a search sees numbers, the one who builds sees values.</summary>
public abstract class Parameter
{
    private protected Parameter(string name, Axis? axis, int choices) => (Name, Axis, Choices) = (Require.NotBlank(name), axis, choices);

    /// <summary>Its name in tables and logs.</summary>
    public string Name { get; }

    /// <summary>How many choices there are; 0 for a number.</summary>
    public int Choices { get; }

    internal Axis? Axis { get; }

    /// <summary>A value, or the number of a choice, drawn evenly.</summary>
    internal double Draw(RandomStream stream) => Axis is { } axis ? axis.Draw(stream) : stream.NextInt(Choices);

    /// <summary>So many values spread evenly, or every choice.</summary>
    internal double[] Spread(int points) => Axis is { } axis ? axis.Spread(points) : [.. Enumerable.Range(0, Choices).Select(i => (double)i)];

    /// <summary>A value as a person reads it.</summary>
    internal abstract string Text(double number);
}
