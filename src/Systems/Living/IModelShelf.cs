using Bellwether.Data.Models;
using Bellwether.Serving.Hosting;

namespace Bellwether.Systems.Living;

/// <summary>Where a life keeps its models.</summary>
internal interface IModelShelf
{
    /// <summary>Keeps a model as a new version.</summary>
    Task<ServedModel> AddAsync(IModel model, VersionNotes notes, CancellationToken cancellationToken);

    /// <summary>Points an alias at a version.</summary>
    Task PointAsync(string alias, string version, string reason, CancellationToken cancellationToken);

    /// <summary>The model of a version or alias; null when there is none.</summary>
    Task<ServedModel?> FindAsync(string name, CancellationToken cancellationToken);
}
