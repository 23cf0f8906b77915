namespace Bellwether.Monitoring.Quality;

/// <summary>Which predictions a quality window holds.</summary>
public enum QualityBasis
{
    /// <summary>Those whose label became known (or was assumed) within the window: quick, and true to the long-run mix once the system has
    /// run for a label horizon; before that it holds mostly the labels that come fast.</summary>
    Resolved,

    /// <summary>Those made in a window that ends one label horizon ago, all of whose labels are known: unbiased, and a horizon late.</summary>
    Matured,
}
