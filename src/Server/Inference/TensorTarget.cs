using Bellwether.Data.Training;

namespace Bellwether.Server.Inference;

/// <summary>Where the values of a tensor go in a row-major matrix: a band of columns.</summary>
internal readonly record struct TensorTarget(FeatureSchema Schema, int Column, int Width)
{
    /// <summary>The place in the matrix of the tensor's value at an index.</summary>
    public int PlaceOf(int index) => (index / Width * Schema.Count) + Column + (index % Width);
}
