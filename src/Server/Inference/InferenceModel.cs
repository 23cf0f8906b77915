using Bellwether.Data.Models;
using Bellwether.Serving.Hosting;

namespace Bellwether.Server.Inference;

/// <summary>A model under a name of the inference protocol.</summary>
/// <param name="Name">The name asked for: the system's, or <c>system.alias</c>.</param>
/// <param name="System">The system that loaded it.</param>
/// <param name="Served">The version chosen.</param>
/// <param name="Versions">All versions that have this name.</param>
internal sealed record InferenceModel(string Name, IServedSystem System, ServedModel Served, IReadOnlyList<string> Versions)
{
    public IModel Model => Served.Model;

    public string Version => Served.Version;

    /// <summary>The key of its statistics.</summary>
    public string Key => $"{System.Name}/{Version}";
}
