using Bellwether.Data.Formats;

namespace Bellwether.Learning.Anomaly;

/// <summary>A tree as arrays: node i splits coordinate Coordinates[i] at Values[i] into nodes Children[i] (below) and the one after; a leaf has coordinate -1, and its value is a depth.</summary>
internal sealed record IsolationTree(int[] Coordinates, float[] Values, int[] Children)
{
    /// <summary>How deep a point (d) ends.</summary>
    public double Depth(ReadOnlySpan<float> point)
    {
        var node = 0;
        while (Coordinates[node] >= 0)
            node = Children[node] + (point[Coordinates[node]] < Values[node] ? 0 : 1);
        return Values[node];
    }

    /// <summary>Writes the tree.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Array<int>(Coordinates);
        writer.Array<float>(Values);
        writer.Array<int>(Children);
    }

    /// <summary>Reads what <see cref="Write"/> wrote: children must come after their parent, so that every walk ends.</summary>
    public static IsolationTree Read(ModelReader reader, int dimension)
    {
        var (coordinates, values, children) = (reader.Array<int>(), reader.Array<float>(), reader.Array<int>());
        var sound = coordinates.Length > 0 && values.Length == coordinates.Length && children.Length == coordinates.Length;
        for (var node = 0; sound && node < coordinates.Length; node++)
            sound = float.IsFinite(values[node]) && coordinates[node] < dimension && (coordinates[node] < 0 || (children[node] > node && children[node] < coordinates.Length - 1));
        return sound ? new IsolationTree(coordinates, values, children)
            : throw new ModelFormatException("The nodes of an isolation tree must name coordinates that exist and children after them. The model was not written by Bellwether; train it again.");
    }
}
