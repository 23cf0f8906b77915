using Bellwether.Data.Models;
using Bellwether.Serving.Hosting;

namespace Bellwether.Systems.Living;

/// <summary>temporary</summary>
internal sealed class RegistryShelf : IModelShelf
{
    private readonly List<(ServedModel Model, byte[] Bytes)> _all = [];
    private readonly Dictionary<string, string> _alias = [];

    public static RegistryShelf Open(string folder, string system, TimeProvider clock) => new();

    public Task<ServedModel> AddAsync(IModel model, VersionNotes notes, CancellationToken cancellationToken)
    {
        var m = new ServedModel("v" + (_all.Count + 1), [], model);
        _all.Add((m, ModelFormats.Save(model)));
        return Task.FromResult(m);
    }

    public Task PointAsync(string alias, string version, string reason, CancellationToken cancellationToken)
    {
        _alias[alias] = version;
        return Task.CompletedTask;
    }

    public Task<ServedModel?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_all.Select(a => a.Model).FirstOrDefault(m => m.Version == name || m.Version == _alias.GetValueOrDefault(name)));

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> AllBytesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (_, b) in _all)
            yield return b;
        await Task.CompletedTask;
    }
}
