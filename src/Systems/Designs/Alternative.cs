namespace Bellwether.Systems.Designs;

/// <summary>A way that was considered and not taken.</summary>
/// <param name="What">The way.</param>
/// <param name="WhyNot">Why it was not taken.</param>
public sealed record Alternative(string What, string WhyNot);
