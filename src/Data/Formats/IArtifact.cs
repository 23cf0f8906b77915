namespace Bellwether.Data.Formats;

/// <summary>Something learned or built that has a binary format: a model, a fitted transform, a vocabulary, an index. Immutable.</summary>
public interface IArtifact
{
    /// <summary>The name of its binary format, e.g. <c>trees/1</c>: the key by which <see cref="ArtifactFormats"/> finds its reader.</summary>
    string Format { get; }

    /// <summary>Writes everything that using it needs.</summary>
    void Write(ModelWriter writer);
}
