using Bellwether.Numerics;
using Bellwether.Serving.Hosting;

namespace Bellwether.Serving.Pipeline;

/// <summary>A level of the fallback cascade: a model that answers when those above it cannot.</summary>
/// <param name="Name">Its name in answers and tables, e.g. <c>rules</c>.</param>
/// <param name="Model">Its model.</param>
public sealed record CascadeLevel(string Name, ServedModel Model)
{
    /// <summary>The name of the level at which the arm's own model answers.</summary>
    public const string ArmLevel = "model";

    /// <summary>The name of the last level: no model, the system's default decision.</summary>
    public const string DefaultLevel = "default";

    /// <summary>Its name.</summary>
    public string Name { get; init => field = Require.NotBlank(value); } = Name;
}
