namespace Bellwether.Serving.Pipeline;

/// <summary>A feature source whose state can be saved, so that a restart need not replay the whole log. An
/// <see cref="IFeatureSource{TRequest}"/> that is not also this is restored by replay alone.</summary>
public interface IFeatureSnapshot
{
    /// <summary>The whole state.</summary>
    byte[] Save();

    /// <summary>Replaces the state by one that <see cref="Save"/> gave; afterwards every computed feature is the same, bit for bit.</summary>
    /// <exception cref="FormatException">The bytes are of another version; the state is as after construction.</exception>
    void Restore(ReadOnlyMemory<byte> state);
}
