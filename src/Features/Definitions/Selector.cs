namespace Bellwether.Features.Definitions;

/// <summary>A way to take a value from an event.</summary>
/// <param name="Identity">The delegate as the caller wrote it, by which equal selectors are recognised.</param>
/// <param name="Read">A <c>Func&lt;TEvent, double&gt;</c> or <c>Func&lt;TEvent, string?&gt;</c> that does it.</param>
internal sealed record Selector(Delegate Identity, Delegate Read);
